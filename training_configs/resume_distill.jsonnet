// The student under its teacher, and the same student without.
local recipes = import 'lib/recipes.libsonnet';

recipes.distill(student=import 'resume_student.jsonnet', teacher=import 'resume_teacher.jsonnet')
