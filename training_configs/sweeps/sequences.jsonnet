// How many of the teacher's best label sequences it takes:
//   mgkd sweep training_configs/sweeps/sequences.jsonnet --var corpus=weibo --var labelled=0.25
local corpora = import '../lib/corpora.libsonnet';

{
  name: corpora.sweep('sequences'),
  title: 'Best label sequences on ' + corpora.name,
  baseline: 'k=1',
  configs: {
    ['k=%d' % k]: corpora.distill {
      objective: [
        { type: 'gold_nll', weight: 1.0 },
        { type: 'kbest_cross_entropy', weight: 1.0, k: k },
      ],
    }
    for k in [1, 2, 4, 8, 16]
  },
}
