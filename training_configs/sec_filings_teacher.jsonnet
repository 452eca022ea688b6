// English loan agreements.
local recipes = import 'lib/recipes.libsonnet';

recipes.teacher(import 'lib/sec_filings.libsonnet', encoder='google-bert/bert-base-cased')
