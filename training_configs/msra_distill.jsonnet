// The student under its teacher, and the same student without.
local recipes = import 'lib/recipes.libsonnet';

recipes.distill(student=import 'msra_student.jsonnet', teacher=import 'msra_teacher.jsonnet')
