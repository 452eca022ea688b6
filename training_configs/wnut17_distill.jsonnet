// The student under its teacher, and the same student without.
local recipes = import 'lib/recipes.libsonnet';

recipes.distill(student=import 'wnut17_student.jsonnet', teacher=import 'wnut17_teacher.jsonnet')
