// A quarter of the training sentences is labelled; the student learns the others from its teacher alone.
local recipes = import 'lib/recipes.libsonnet';

recipes.low_resource(import 'uner_zh_distill.jsonnet')
