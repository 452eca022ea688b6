// The least student: a network over five characters, and the best legal labels without a CRF.
local taggers = import 'lib/taggers.libsonnet';

(import 'weibo_student.jsonnet') { model: taggers.window_softmax(hidden_size=64) }
