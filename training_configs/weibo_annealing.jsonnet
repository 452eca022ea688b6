// Teacher annealing: on labelled sentences the student learns at first from its teacher and in the
// end from gold labels; on text without labels from its teacher throughout.
(import 'weibo_distill.jsonnet') {
  objective: [
    { type: 'gold_nll', weight: { type: 'annealing', share: 'gold' } },
    {
      type: 'kbest_cross_entropy',
      name: 'teacher_of_labelled',
      on: 'labelled',
      weight: { type: 'annealing', share: 'teacher' },
    },
    { type: 'kbest_cross_entropy', name: 'teacher_of_text', on: 'unlabelled' },
  ],
}
