// The student learns which labels the teacher holds likely for each token.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.fuzzy_threshold }
