// The student under its teacher, and the same student without.
local recipes = import 'lib/recipes.libsonnet';

recipes.distill(student=import 'uner_zh_student.jsonnet', teacher=import 'uner_zh_teacher.jsonnet')
