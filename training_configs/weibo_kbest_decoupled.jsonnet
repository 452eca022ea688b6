// Decoupled distillation over the teacher's best label sequences.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.kbest_decoupled_kd }
