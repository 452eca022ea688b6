// The methods of the field side by side, on any corpus and with any share of its labels:
//   mgkd sweep training_configs/sweeps/methods.jsonnet --var corpus=weibo --var labelled=0.25
local corpora = import '../lib/corpora.libsonnet';
local methods = import '../lib/methods.libsonnet';

local compared = [
  'hard',
  'kbest',
  'fuzzy',
  'multi_grained',
  'top_k',
  'path_set',
  'fuzzy_threshold',
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
  configs: { alone: corpora.student } + {
    [method]: corpora.distill { objective: methods[method] }
    for method in compared
  },
}
