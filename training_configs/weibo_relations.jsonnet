// The student is to relate characters to each other as its teacher does, whatever the heads and widths
// of both. On the sample a small transformer learns from a deeper one, both from scratch; on the real
// corpus the first layers of the pretrained encoder learn from all of them.
local methods = import 'lib/methods.libsonnet';
local settings = import 'lib/settings.libsonnet';
local taggers = import 'lib/taggers.libsonnet';

(import 'weibo_truncated.jsonnet') + settings.choose({
  model: taggers.transformer_crf(embedding_size=64, hidden_size=64),
  trainer+: { optimizer+: { lr: 2e-3 } },
  teacher+: {
    config+: {
      model: taggers.transformer_crf(hidden_size=128, layers=4),
      trainer+: { optimizer+: { lr: 1e-3 } },
    },
  },
}, {}) { objective: methods.relations }
