// The student learns the probability of the teacher's best label sequences together.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.path_set }
