// Chinese newspapers.
local recipes = import 'lib/recipes.libsonnet';

recipes.teacher(import 'lib/msra.libsonnet', encoder='google-bert/bert-base-chinese', epochs=5, lr=5e-5)
