// The student alone, with a GRU in place of the LSTM.
local taggers = import 'lib/taggers.libsonnet';

(import 'weibo_student.jsonnet') { model: taggers.gru_crf(hidden_size=64) }
