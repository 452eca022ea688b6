// The student under its teacher, and the same student without.
local recipes = import 'lib/recipes.libsonnet';

recipes.distill(student=import 'cluener_student.jsonnet', teacher=import 'cluener_teacher.jsonnet')
