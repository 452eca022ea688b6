// The student learns which labels the teacher's best sequences allow each token.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.fuzzy }
