local shared = import 'shared.libsonnet';

{
  seed: 13,
  plugins: ['plugin.py'],
  corpus: shared.corpus,
  model: {
    embedder: { type: 'word', size: 50 },
    encoder: { type: 'bilstm', hidden_size: 50 },
    decoder: { type: 'crf' },
  },
  objective: [shared.gold],
  trainer: { epochs: 1, optimizer: { type: 'adamw', lr: 5e-3 } },
}
