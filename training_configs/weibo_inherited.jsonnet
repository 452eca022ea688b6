// The student begins with its teacher's character vectors, projected, and with its CRF's scores.
(import 'weibo_distill.jsonnet') {
  model+: {
    embedder: { type: 'teacher_rows', size: 24, dropout: 0.2 },
    decoder: { type: 'inherited_crf' },
  },
  baseline: (import 'weibo_student.jsonnet').model,  // this one cannot be trained alone
}
