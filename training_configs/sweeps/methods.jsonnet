// The methods of the field side by side, for one small student, on any corpus and with any share of its
// labels; the other training sentences are text then:
//   mgkd sweep training_configs/sweeps/methods.jsonnet --var corpus=weibo --var labelled=0.25
local corpora = import '../lib/corpora.libsonnet';
local methods = import '../lib/methods.libsonnet';

local compared = [
  'hard',
  'kbest',
  'fuzzy',
  'multi_grained',
  'top_k',
  'weighted_top_k',
  'path_set',
  'fuzzy_threshold',
  'fuzzy_top',
  'posterior_kl',
  'structural',
  'emission_kl',
  'logit_mse',
  'decoupled_kd',
  'kbest_decoupled_kd',
  'dist',
];

{
  name: corpora.sweep('methods'),
  title: 'Methods on ' + corpora.name,
  baseline: 'alone',
  configs: {
    alone: corpora.small.student,
    'alone, from scratch': corpora.small.student_from_scratch,
    'posterior_kl, from scratch': corpora.small.distill_from_scratch { objective: methods.posterior_kl },
  } + {
    [method]: corpora.small.distill { objective: methods[method] }
    for method in compared
  },
}
