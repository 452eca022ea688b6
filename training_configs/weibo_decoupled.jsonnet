// Decoupled distillation, token by token.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.decoupled_kd }
