// A quarter of the training sentences is labelled and the others are text, on any corpus:
//   mgkd sweep training_configs/sweeps/low_resource.jsonnet --var corpus=uner_zh --var labelled=0.25
// One small student throughout, whose token vectors begin as those of its teacher's encoder or, where that
// has none, as its teacher's.
local corpora = import '../lib/corpora.libsonnet';
local methods = import '../lib/methods.libsonnet';
local taggers = import '../lib/taggers.libsonnet';

local model = corpora.bilstm_crf(embedding_size=100, hidden_size=64, dropout=0.3);
local begun = taggers.well_begun(model, corpora.encoder);
local small(config, model) = config {
  scheme: 'bio',
  model: model,
  trainer: taggers.begun_gently(
    model, super.trainer { batch_size: 32, optimizer: { type: 'adamw', lr: 4e-3 } }
  ),
};

{
  name: corpora.sweep('low_resource'),
  title: 'Little labelled data on ' + corpora.name,
  baseline: 'alone',
  configs: {
    alone: small(corpora.student, if taggers.needs_a_teacher(begun) then model else begun),
    'alone, from scratch': small(corpora.student, model),
    'posterior_kl, from scratch': small(corpora.distill, model) { objective: methods.posterior_kl },
  } + {
    [method]: small(corpora.distill, begun) { objective: methods[method] }
    for method in ['hard', 'kbest', 'fuzzy', 'multi_grained', 'posterior_kl', 'structural']
  },
}
