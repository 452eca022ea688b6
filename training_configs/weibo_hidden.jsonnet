// The student's hidden states, projected, are to be like its teacher's, which runs alongside.
(import 'weibo_distill.jsonnet') {
  objective: [
    { type: 'gold_nll', weight: 1.0 },
    { type: 'kbest_cross_entropy', weight: 1.0, k: 4 },
    // A mean over tokens, beside sums over them.
    { type: 'hidden_mse', weight: 10.0, layers: 'last' },
  ],
}
