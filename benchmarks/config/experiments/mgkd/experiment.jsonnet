local shared = import 'shared.libsonnet';

{
  seed: 13,
  plugins: ['plugin.py'],
  corpus: shared.corpus,
  teacher: { type: 'trained', config: import 'teacher.jsonnet' },
  model: {
    embedder: { type: 'word', size: 24 },
    encoder: { type: 'bilstm', hidden_size: 24, dropout: 0.2 },
    decoder: { type: 'crf' },
  },
  objective: [
    shared.gold,
    { type: 'kbest_cross_entropy', weight: 1.0, k: 4 },
    { type: 'flat', weight: 0.5 },
  ],
  trainer: {
    epochs: 1,
    batch_size: 16,
    optimizer: { type: 'adamw', lr: 5e-3 },
  },
}
