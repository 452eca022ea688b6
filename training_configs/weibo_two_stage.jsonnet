// In two stages: first the teacher's labels of all text, then gold labels, from the best weights of
// the first stage and in smaller steps.
local distill = import 'weibo_distill.jsonnet';

distill {
  objective: null,
  trainer: null,
  stages: [
    {
      name: 'distillation',
      objective: [{ type: 'kbest_cross_entropy', k: 4 }],
      trainer: distill.trainer,
    },
    {
      name: 'gold',
      objective: [{ type: 'gold_nll' }],
      trainer: distill.trainer { epochs: 10, optimizer+: { lr: super.lr / 5 } },
    },
  ],
}
