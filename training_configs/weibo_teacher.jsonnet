// The teacher: from scratch on the sample, a fine-tuned pretrained encoder on the real corpus.
local settings = import 'lib/settings.libsonnet';
local taggers = import 'lib/taggers.libsonnet';
local weibo = import 'lib/weibo.libsonnet';

local encoder = settings.variable('encoder', 'google-bert/bert-base-chinese');

// On a small corpus without pretraining, this LSTM over characters and bigrams is a far better
// tagger than a transformer from scratch (docs/results.md).
local from_scratch = {
  model: taggers.bilstm_crf(
    embedding_size=100, hidden_size=200, bigram_size=50, dropout=0.5, unknown_rate=0.05
  ),
  trainer: {
    epochs: 30,
    batch_size: 16,
    optimizer: { type: 'adamw', lr: 4e-3 },
    schedule: { type: 'linear', warmup: 0.05 },
    gradient_clipping: 5.0,
  },
};

local fine_tuned = {
  variables+: { encoder: encoder },
  model: taggers.pretrained_crf(encoder),
  trainer: {
    epochs: 14,
    batch_size: 16,
    // Half the time of full precision where the processor knows bfloat16; 'no' elsewhere.
    mixed_precision: 'bf16',
    optimizer: {
      type: 'adamw',
      lr: 1e-4,
      weight_decay: 0.01,
      // The CRF starts from nothing and needs far larger steps than the encoder.
      groups: [{ match: 'tagger.decoder.*', lr: 1e-3 }],
    },
    schedule: { type: 'linear', warmup: 0.1 },
    gradient_clipping: 1.0,
    patience: 5,
  },
};

{
  seed: 13,
  variables: { profile: settings.profile, corpora: settings.corpora },
  corpus: weibo,
  objective: [{ type: 'gold_nll', weight: 1.0 }],
} + settings.choose(from_scratch, fine_tuned)
