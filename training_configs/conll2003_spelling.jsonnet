// The student alone, which knows words by their spelling only, so that none is unknown.
(import 'conll2003_student.jsonnet') {
  model+: {
    embedder: {
      type: 'concatenate',
      embedders: [
        { type: 'subword_hash', size: 32, buckets: 5000 },
        { type: 'char_lstm' },
        { type: 'casing' },
      ],
    },
  },
}
