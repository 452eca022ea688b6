// The student under its teacher, and the same student without.
local recipes = import 'lib/recipes.libsonnet';

recipes.distill(student=import 'conll2003_student.jsonnet', teacher=import 'conll2003_teacher.jsonnet')
