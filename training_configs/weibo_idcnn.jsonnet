// The student alone, with convolutions in place of the LSTM: all tokens at once.
local taggers = import 'lib/taggers.libsonnet';

(import 'weibo_student.jsonnet') { model: taggers.idcnn_crf(hidden_size=64) }
