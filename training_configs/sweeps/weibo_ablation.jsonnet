// What each part of weibo_distill.jsonnet adds, and how many label sequences it takes.
//   mgkd sweep training_configs/sweeps/weibo_ablation.jsonnet --jobs 2
local recipes = import '../lib/recipes.libsonnet';

local alone = recipes.alone(import '../weibo_student.jsonnet');
// As many sequences are stored as any config asks for, so that the teacher is asked once.
local distilled = (import '../weibo_distill.jsonnet') { teacher+: { paths: 16 }, baseline: false };

local gold = { type: 'gold_nll', weight: 1.0 };
local kbest(k=4, temperature=1.0) =
  { type: 'kbest_cross_entropy', weight: 1.0, k: k, temperature: temperature };
local fuzzy(k=4) = { type: 'fuzzy_crf', weight: 1.0, k: k, include_gold: true };

{
  title: 'Ablation on Weibo',
  baseline: 'alone',
  configs: {
    alone: alone,
    hard: distilled { objective: [gold, kbest(k=1)] },
    'k-best': distilled { objective: [gold, kbest()] },
    fuzzy: distilled { objective: [gold, fuzzy()] },
    'no gold': distilled { objective: [kbest(), fuzzy() { include_gold: false }] },
  } + {
    ['k=%d' % k]: distilled { objective: [gold, kbest(k), fuzzy(k)] }
    for k in [1, 2, 4, 8, 16]
  } + {
    // At temperature 1 it is k=4.
    ['t=%g' % temperature]: distilled { objective: [gold, kbest(temperature=temperature), fuzzy()] }
    for temperature in [0.5, 2, 4]
  },
}
