// The student learns the probabilities of each token's labels.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.posterior_kl }
