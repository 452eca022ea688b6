// English newswire.
local recipes = import 'lib/recipes.libsonnet';

recipes.teacher(import 'lib/conll2003.libsonnet', encoder='google-bert/bert-base-cased', epochs=5, lr=5e-5)
