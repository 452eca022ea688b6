// The student alone, over word vectors from a file (word2vec, GloVe, fastText): --var vectors=FILE.
local settings = import 'lib/settings.libsonnet';
local taggers = import 'lib/taggers.libsonnet';

local sample = settings.corpora + '/vectors/glove.txt';
local vectors = settings.variable('vectors', settings.choose(sample, 'vectors/glove.6B.100d.txt'));

(import 'conll2003_student.jsonnet') {
  variables+: { vectors: vectors },
  model: taggers.words_and_characters(vectors=vectors, hidden_size=64),
}
