// The teacher: from scratch on the sample, a fine-tuned pretrained encoder on the real corpus.
local recipes = import 'lib/recipes.libsonnet';

recipes.teacher(import 'lib/weibo.libsonnet', encoder='google-bert/bert-base-chinese')
