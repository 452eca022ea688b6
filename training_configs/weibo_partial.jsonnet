// Annotated entities are certain; of all other tokens the student asks its teacher.
local methods = import 'lib/methods.libsonnet';

(import 'weibo_distill.jsonnet') { objective: methods.partial }
