// The student under its teacher, and the same student without.
local recipes = import 'lib/recipes.libsonnet';

recipes.distill(student=import 'bc5cdr_student.jsonnet', teacher=import 'bc5cdr_teacher.jsonnet')
