{
  corpus: {
    type: 'files',
    name: 'microblog',
    train: 'corpus.conll',
    dev: 'corpus.conll',
    test: null,
    reader: { type: 'watched_columns', scheme: 'bio', strip_segmentation: true },
    splitter: { type: 'characters' },
  },
  gold: { type: 'gold_nll', weight: 1.0 },
}
