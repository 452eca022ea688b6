// Hard labels: the student sees only the teacher's single best label sequence.
(import 'weibo_distill.jsonnet') {
  objective: [
    { type: 'gold_nll', weight: 1.0 },
    { type: 'kbest_cross_entropy', weight: 1.0, k: 1 },
  ],
}
