// The student alone: gold labels, no teacher.
local settings = import 'lib/settings.libsonnet';
local taggers = import 'lib/taggers.libsonnet';
local weibo = import 'lib/weibo.libsonnet';

// Small enough for the sample to show what a small student cannot learn by itself.
local tiny = {
  model: taggers.bilstm_crf(embedding_size=24, hidden_size=24, dropout=0.2),
  trainer: {
    epochs: 30,
    batch_size: 16,
    optimizer: { type: 'adamw', lr: 5e-3 },
    gradient_clipping: 5.0,
  },
};

local small = {
  model: taggers.bilstm_crf(embedding_size=100, hidden_size=200, dropout=0.5),
  trainer: {
    epochs: 30,
    batch_size: 16,
    optimizer: { type: 'adamw', lr: 2e-3 },
    schedule: { type: 'linear', warmup: 0.05 },
    gradient_clipping: 5.0,
    patience: 8,
  },
};

{
  seed: 13,
  variables: { profile: settings.profile, corpora: settings.corpora },
  corpus: weibo,
  objective: [{ type: 'gold_nll', weight: 1.0 }],
} + settings.choose(tiny, small)
