// Teacher, student and distillation for any corpus. Each is a whole config; a corpus overrides with
// +: what it wants otherwise.
local methods = import 'methods.libsonnet';
local settings = import 'settings.libsonnet';
local taggers = import 'taggers.libsonnet';

local on(corpus) = {
  seed: 13,
  variables: { profile: settings.profile, corpora: settings.corpora },
  corpus: corpus,
  objective: [{ type: 'gold_nll', weight: 1.0 }],
};

// On a small corpus without pretraining, this LSTM over tokens and bigrams is a far better tagger
// than a transformer from scratch (docs/results.md).
local from_scratch = {
  model: taggers.bilstm_crf(
    embedding_size=100, hidden_size=200, bigram_size=50, dropout=0.5, unknown_rate=0.05
  ),
  trainer: {
    epochs: 60,
    batch_size: 16,
    optimizer: { type: 'adamw', lr: 4e-3 },
    schedule: { type: 'linear', warmup: 0.05 },
    gradient_clipping: 5.0,
  },
};

local fine_tuned(encoder, epochs, lr) = {
  variables+: { encoder: encoder },
  model: taggers.pretrained_crf(encoder),
  trainer: {
    epochs: epochs,
    batch_size: 16,
    // Half the time of full precision where the processor knows bfloat16; 'no' elsewhere.
    mixed_precision: 'bf16',
    optimizer: {
      type: 'adamw',
      lr: lr,
      weight_decay: 0.01,
      // The CRF starts from nothing and needs far larger steps than the encoder.
      groups: [{ match: 'tagger.decoder.*', lr: 1e-3 }],
    },
    schedule: { type: 'linear', warmup: 0.1 },
    gradient_clipping: 1.0,
    patience: 5,
  },
};

// Small enough for a sample to show what a small student cannot learn by itself.
local tiny = {
  model: taggers.bilstm_crf(embedding_size=24, hidden_size=24, dropout=0.2),
  trainer: {
    epochs: 30,
    batch_size: 16,
    optimizer: { type: 'adamw', lr: 5e-3 },
    gradient_clipping: 5.0,
  },
};

local small(model) = {
  model: model,
  trainer: {
    epochs: 30,
    batch_size: 16,
    optimizer: { type: 'adamw', lr: 2e-3 },
    schedule: { type: 'linear', warmup: 0.05 },
    gradient_clipping: 5.0,
    patience: 8,
  },
};

// A training of so many times the epochs, where an epoch has fewer sentences.
local stretched(trainer, times) = trainer {
  [name]: std.ceil(super[name] * times)
  for name in ['epochs', 'patience']
  if std.get(trainer, name) != null
};

{
  // From scratch on the sample; on the published corpus a pretrained encoder, fine-tuned. A corpus of
  // ten thousand sentences and more needs fewer epochs and smaller steps than these.
  teacher(corpus, encoder, epochs=14, lr=1e-4)::
    on(corpus) + settings.choose(
      from_scratch,
      fine_tuned(settings.variable('encoder', encoder), epochs, lr)
    ),

  // Gold labels, no teacher; `model` is the tagger on the published corpus. Text that comes with the
  // corpus is learned from as soon as there is a teacher.
  student(corpus, model=taggers.bilstm_crf(embedding_size=100, hidden_size=200, dropout=0.5))::
    on(corpus) + settings.choose(tiny, small(model)) + (
      if std.length(std.get(corpus, 'unlabelled', [])) == 0 then {} else { unlabelled: corpus.unlabelled }
    ),

  // The student learns from gold labels and from its teacher: by default from its best label
  // sequences, by another of the methods where one is given. Its token vectors begin as those of its
  // teacher's encoder, and so do those of the student alone; where the teacher has none, as the
  // teacher's own, and the student alone is the one as it was (docs/results.md).
  distill(student, teacher, objective=methods.multi_grained):: student {
    variables+: teacher.variables,
    teacher: { type: 'trained', config: teacher },
    model:
      local encoder = std.get(teacher.variables, 'encoder');
      if encoder != null || std.member(['trained', 'run'], self.teacher.type)
      then taggers.well_begun(student.model, encoder)
      else student.model,
    trainer: taggers.begun_gently(self.model, student.trainer),
    baseline: if taggers.needs_a_teacher(self.model) then student.model else true,
    objective: objective,
  },

  // A student without a teacher, trained by as many updates as a distilled one, which reads the text
  // as well; with labels of this share of the sentences. `baseline` trains it so without being told.
  alone(student, share=1):: student {
    corpus+: if share < 1 then { labelled_share: share } else {},
    trainer: stretched(super.trainer, (1 + std.get(student.corpus, 'text_per_sentence', 0)) / share),
  },

  // `distill` with labels of this share of the training sentences, for its teacher as well; the others
  // are unlabelled text. With a quarter of the labels the teacher has twice the epochs: it needs more than
  // as many, and fewer than make as many updates (docs/results.md).
  low_resource(distill, share=0.25):: distill {
    corpus+: { labelled_share: share },
    teacher+: {
      config+: { corpus+: { labelled_share: share }, trainer: stretched(super.trainer, std.sqrt(1 / share)) },
    },
  },
}
