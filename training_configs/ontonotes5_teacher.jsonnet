// English text of several genres, eighteen entity types.
local recipes = import 'lib/recipes.libsonnet';

recipes.teacher(import 'lib/ontonotes5.libsonnet', encoder='google-bert/bert-base-cased', epochs=5, lr=5e-5)
