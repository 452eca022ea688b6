// The student alone: gold labels, no teacher.
local recipes = import 'lib/recipes.libsonnet';

recipes.student(import 'lib/ontonotes4.libsonnet')
