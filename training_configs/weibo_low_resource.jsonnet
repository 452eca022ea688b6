// A quarter of the training posts is labelled; the student learns the others from its teacher alone.
local recipes = import 'lib/recipes.libsonnet';

recipes.low_resource(import 'weibo_distill.jsonnet')
