// The student learns which two labels the teacher holds likeliest for each token.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.fuzzy_top }
