// English: from scratch on the sample, a fine-tuned pretrained encoder on WNUT-17.
local settings = import 'lib/settings.libsonnet';
local taggers = import 'lib/taggers.libsonnet';
local wnut17 = import 'lib/wnut17.libsonnet';

// The training of Weibo's teacher, on other data and by another encoder.
(import 'weibo_teacher.jsonnet') {
  corpus: wnut17,
} + settings.choose({}, {
  local encoder = settings.variable('encoder', 'google-bert/bert-base-cased'),
  variables+: { encoder: encoder },
  model: taggers.pretrained_crf(encoder),
})
