// Hard labels: the student sees only the teacher's single best label sequence.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.hard }
