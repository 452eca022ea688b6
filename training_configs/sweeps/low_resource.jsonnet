// A quarter of the training sentences is labelled and the others are text, on any corpus:
//   mgkd sweep training_configs/sweeps/low_resource.jsonnet --var corpus=uner_zh --var labelled=0.25
// One small student throughout; distilled, its token vectors begin as the teacher's.
local corpora = import '../lib/corpora.libsonnet';
local methods = import '../lib/methods.libsonnet';
local taggers = import '../lib/taggers.libsonnet';

local model = corpora.bilstm_crf(embedding_size=100, hidden_size=64, dropout=0.3);
local small = {
  scheme: 'bio',
  model: model,
  trainer+: { batch_size: 32, optimizer: { type: 'adamw', lr: 4e-3 } },
};
local distilled = corpora.distill + small;
local rows = { model: taggers.beginning_as_teacher(model) };

{
  name: corpora.sweep('low_resource'),
  title: 'Little labelled data on ' + corpora.name,
  baseline: 'alone',
  configs: {
    alone: corpora.student + small,
    'alone, dropout 0.5': self.alone {
      model: corpora.bilstm_crf(embedding_size=100, hidden_size=64, dropout=0.5),
    },
    'posterior_kl, no rows': distilled { objective: methods.posterior_kl },
  } + {
    [method]: distilled + rows + { objective: methods[method] }
    for method in ['hard', 'kbest', 'fuzzy', 'multi_grained', 'posterior_kl', 'structural']
  },
}
