// The student under its teacher, and the same student without.
local recipes = import 'lib/recipes.libsonnet';

recipes.distill(student=import 'ontonotes4_student.jsonnet', teacher=import 'ontonotes4_teacher.jsonnet')
