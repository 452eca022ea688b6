// English messages, words instead of characters, by a cased encoder.
local recipes = import 'lib/recipes.libsonnet';

recipes.teacher(import 'lib/wnut17.libsonnet', encoder='google-bert/bert-base-cased')
