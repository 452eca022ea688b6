// Regression on the teacher's emissions.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.logit_mse }
