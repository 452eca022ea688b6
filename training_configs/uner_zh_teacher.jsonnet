// A Chinese encyclopedia.
local recipes = import 'lib/recipes.libsonnet';

recipes.teacher(import 'lib/uner_zh.libsonnet', encoder='google-bert/bert-base-chinese')
