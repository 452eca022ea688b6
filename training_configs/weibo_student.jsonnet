// The student alone: gold labels, no teacher.
local settings = import 'lib/settings.libsonnet';
local taggers = import 'lib/taggers.libsonnet';
local weibo = import 'lib/weibo.libsonnet';

{
  seed: 13,
  variables: { profile: settings.profile, corpora: settings.corpora },
  corpus: weibo,
  model: settings.choose(
    taggers.bilstm_crf(embedding_size=50, hidden_size=50, dropout=0.3),
    taggers.bilstm_crf(embedding_size=100, hidden_size=200, dropout=0.5),
  ),
  objective: [{ type: 'gold_nll', weight: 1.0 }],
  trainer: {
    epochs: 40,
    batch_size: 16,
    optimizer: { type: 'adamw', lr: 3e-3 },
    gradient_clipping: 5.0,
    patience: 8,
  },
}
