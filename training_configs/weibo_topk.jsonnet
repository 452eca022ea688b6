// The student learns the teacher's best label sequences, weighted by their scores.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.weighted_top_k }
