// What the student begins with and what it reads, mostly under one objective:
//   mgkd sweep training_configs/sweeps/regimes.jsonnet --var corpus=weibo --var labelled=0.25
local corpora = import '../lib/corpora.libsonnet';
local methods = import '../lib/methods.libsonnet';
local taggers = import '../lib/taggers.libsonnet';

local model = corpora.from_scratch;
local distilled = corpora.distill { model: model, objective: methods.posterior_kl };

// Vectors of tokens that begin as the teacher's, or as those of its encoder's pieces.
local rows = { model: taggers.well_begun(model) };
local pieces = { model: taggers.well_begun(model, corpora.encoder) };

local made = {
  unlabelled+: [
    { type: 'mention_replacement', rate: 0.7 },
    { type: 'token_replacement', rate: 0.1, of: 'all' },
    { type: 'splicing', cut: 0.5, of: 'all' },
  ],
};

{
  name: corpora.sweep('regimes'),
  title: 'Regimes on ' + corpora.name,
  baseline: 'alone',
  configs: {
    alone: corpora.student { model: model },
    distilled: distilled,
    rows: distilled + rows,
    made: distilled + made,
    'rows, made': distilled + rows + made,
    'best sequences': distilled { objective: methods.multi_grained },
    'rows, best sequences': distilled + rows + { objective: methods.multi_grained },
    'no gold': distilled { objective: [{ type: 'posterior_kl', weight: 1.0 }] },
    'rows, made, no gold': distilled + rows + made {
      objective: [{ type: 'posterior_kl', weight: 1.0 }],
    },
  } + (if corpora.encoder == null then {} else {
    'alone, pieces': corpora.student + pieces,
    pieces: distilled + pieces,
    'pieces, made': distilled + pieces + made,
  }),
}
