// Text made from the training posts, which the teacher labels like any other: with other names, with
// other characters, joined, and as Tang et al. (2019) make theirs.
(import 'weibo_distill.jsonnet') {
  unlabelled+: [
    { type: 'mention_replacement', rate: 0.7 },
    { type: 'token_replacement', rate: 0.1 },
    { type: 'splicing', cut: 0.5 },
    {
      type: 'mixture',
      steps: [
        { type: 'token_masking', rate: 0.1 },
        { type: 'token_replacement', rate: 0.1 },
        { type: 'ngram_sampling', probability: 0.25 },
      ],
    },
  ],
}
