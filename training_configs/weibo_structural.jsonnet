// The student learns the teacher's whole distribution over label sequences, exactly.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.structural }
