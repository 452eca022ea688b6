// The student alone: gold labels, no teacher.
local recipes = import 'lib/recipes.libsonnet';
local taggers = import 'lib/taggers.libsonnet';

recipes.student(import 'lib/wnut17.libsonnet', model=taggers.words_and_characters())
