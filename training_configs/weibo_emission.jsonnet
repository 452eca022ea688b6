// The classical way: a softmax a token, without transitions.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.emission_kl }
