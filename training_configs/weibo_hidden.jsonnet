// The student's hidden states, projected, are to be like its teacher's, which runs alongside.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.hidden_mse }
