// DIST: correlation with the teacher's probabilities in place of divergence from them.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.dist }
