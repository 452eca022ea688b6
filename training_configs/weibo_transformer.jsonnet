// The student alone, with a small transformer from scratch in place of the LSTM.
local taggers = import 'lib/taggers.libsonnet';

(import 'weibo_student.jsonnet') { model: taggers.transformer_crf(hidden_size=64) }
