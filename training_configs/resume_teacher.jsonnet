// Lines of Chinese résumés.
local recipes = import 'lib/recipes.libsonnet';

recipes.teacher(import 'lib/resume.libsonnet', encoder='google-bert/bert-base-chinese')
