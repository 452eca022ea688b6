// How many of the teacher's best label sequences it takes, and how sharp its choice among them, for one
// small student:
//   mgkd sweep training_configs/sweeps/sequences.jsonnet --var corpus=weibo --var labelled=0.25
local corpora = import '../lib/corpora.libsonnet';

local kbest(k, temperature=1.0) = corpora.small.distill {
  objective: [
    { type: 'gold_nll', weight: 1.0 },
    { type: 'kbest_cross_entropy', weight: 1.0, k: k, temperature: temperature },
  ],
};

{
  name: corpora.sweep('sequences'),
  title: 'Best label sequences on ' + corpora.name,
  baseline: 'k=1',
  configs: {
    ['k=%d' % k]: kbest(k)
    for k in [1, 2, 4, 8, 16]
  } + {
    // At temperature 1 it is k=16.
    ['k=16, t=%g' % temperature]: kbest(16, temperature)
    for temperature in [0.5, 2, 4]
  },
}
