// Taggers by what they are made of; every argument can be overridden, and more with +:.
{
  // Trained token vectors, one BiLSTM, a CRF.
  bilstm_crf(embedding_size=100, hidden_size=200, dropout=0.5, layers=1, bigram_size=0, unknown_rate=0.0):: {
    embedder: {
      type: 'word',
      size: embedding_size,
      bigram_size: bigram_size,
      dropout: dropout,
      unknown_rate: unknown_rate,
    },
    encoder: { type: 'bilstm', hidden_size: hidden_size, layers: layers, dropout: dropout },
    decoder: { type: 'crf' },
  },

  // For words in scripts with case: vectors of words, their characters and their casing, one BiLSTM,
  // a CRF. Word vectors are trained, or those of a file (word2vec, GloVe, fastText).
  words_and_characters(
    vectors=null, embedding_size=100, filters=30, hidden_size=200, dropout=0.5, layers=1
  ):: self.bilstm_crf(hidden_size=hidden_size, dropout=dropout, layers=layers) {
    embedder: {
      type: 'concatenate',
      embedders: [
        if vectors == null
        then { type: 'word', size: embedding_size, dropout: dropout, singleton_rate: 0.5 }
        else { type: 'vectors', file: vectors, dropout: dropout },
        { type: 'char_cnn', filters: filters, dropout: dropout },
        { type: 'casing' },
      ],
    },
  },

  // A small transformer from scratch over trained token vectors, and a CRF.
  transformer_crf(embedding_size=128, hidden_size=128, layers=2, heads=4, dropout=0.2):: {
    embedder: { type: 'word', size: embedding_size, dropout: dropout },
    encoder: {
      type: 'transformer',
      hidden_size: hidden_size,
      layers: layers,
      heads: heads,
      feedforward_size: 4 * hidden_size,
      dropout: dropout,
    },
    decoder: { type: 'crf' },
  },

  // Trained token vectors, one GRU, a CRF.
  gru_crf(embedding_size=100, hidden_size=200, dropout=0.5, layers=1):: {
    embedder: { type: 'word', size: embedding_size, dropout: dropout },
    encoder: { type: 'gru', hidden_size: hidden_size, layers: layers, dropout: dropout },
    decoder: { type: 'crf' },
  },

  // Trained token vectors, iterated dilated convolutions, a CRF.
  idcnn_crf(embedding_size=100, hidden_size=200, dilations=[1, 2, 4, 1], iterations=2, dropout=0.5):: {
    embedder: { type: 'word', size: embedding_size, dropout: dropout },
    encoder: {
      type: 'idcnn',
      hidden_size: hidden_size,
      dilations: dilations,
      iterations: iterations,
      dropout: dropout,
    },
    decoder: { type: 'crf' },
  },

  // The least: trained token vectors, a network over a window, the best legal labels.
  window_softmax(embedding_size=100, hidden_size=200, reach=2, dropout=0.5):: {
    embedder: { type: 'word', size: embedding_size, dropout: dropout },
    encoder: { type: 'window', hidden_size: hidden_size, reach: reach, dropout: dropout },
    decoder: { type: 'softmax', decoding: 'legal' },
  },

  // A pretrained transformer, by hub name or folder, and a CRF on its last states. More with +:,
  // such as { embedder+: { layers: 'mix', freeze: 6 } }.
  pretrained_crf(model, pooling='first', dropout=0.1):: {
    embedder: { type: 'pretrained_transformer', model: model, pooling: pooling, dropout: dropout },
    decoder: { type: 'crf' },
  },

  // The same tagger whose trained token vectors begin as what a larger model knows of them, alone or
  // beside others: as those of an encoder's word pieces, so that tokens never seen have one too; or,
  // without an encoder, as the teacher's. One that has no such vectors stays as it is. Nobody knows
  // vectors of bigrams, so these stay, with small ones of tokens.
  well_begun(model, encoder=null)::
    local beginning =
      if encoder == null then { type: 'teacher_rows' } else { type: 'pretrained_pieces', model: encoder };
    local begun(embedder) =
      if embedder.type == 'word'
      then
        local vectors = beginning { size: embedder.size, dropout: embedder.dropout };
        if std.get(embedder, 'bigram_size', 0) == 0
        then vectors
        else { type: 'concatenate', embedders: [vectors, embedder { size: 20 }] }
      else if embedder.type == 'concatenate'
      then embedder { embedders: [begun(each) for each in embedder.embedders] }
      else embedder;
    model { embedder: begun(model.embedder) },

  // The trainer of such a tagger. Of words many pieces are never seen in training: they stay comparable
  // with those that training moves where it moves them by small steps. Characters are nearly all seen.
  begun_gently(model, trainer)::
    local kinds = [each.type for each in std.get(model.embedder, 'embedders', [])];
    local ofWords = std.any([!std.member(['pretrained_pieces', 'word'], kind) for kind in kinds]);
    if std.member(kinds, 'pretrained_pieces') && ofWords
    then trainer {
      optimizer+: {
        groups: [{ match: 'tagger.embedder.*.pieces.weight', lr: trainer.optimizer.lr / 10 }]
                + std.get(trainer.optimizer, 'groups', []),
      },
    }
    else trainer,

  // Whether it cannot be trained without a teacher to begin as.
  needs_a_teacher(model)::
    local needs(embedder) =
      embedder.type == 'teacher_rows'
      || (embedder.type == 'concatenate' && std.any(std.map(needs, embedder.embedders)));
    needs(model.embedder),

  // A student from the first layers of a pretrained transformer, or from a list of them.
  truncated_crf(model, layers, pooling='first', dropout=0.1)::
    $.pretrained_crf(model, pooling, dropout) + { embedder+: { keep_layers: layers } },
}
