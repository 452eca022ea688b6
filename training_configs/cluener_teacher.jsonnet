// Chinese news, ten entity types.
local recipes = import 'lib/recipes.libsonnet';

recipes.teacher(import 'lib/cluener.libsonnet', encoder='google-bert/bert-base-chinese', epochs=5, lr=5e-5)
