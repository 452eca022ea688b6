// The student is made of the pretrained encoder's first layers; on the sample, which comes without
// an encoder, it is that of weibo_distill.jsonnet.
local settings = import 'lib/settings.libsonnet';
local taggers = import 'lib/taggers.libsonnet';
local teacher = import 'weibo_teacher.jsonnet';

(import 'weibo_distill.jsonnet') + settings.choose({}, {
  model: taggers.truncated_crf(teacher.variables.encoder, layers=2) {
    embedder+: { layers: 'mix', freeze: 'embeddings' },
  },
  trainer: teacher.trainer {
    optimizer+: {
      groups: [{ match: 'tagger.embedder.transformer.*', layer_decay: 0.9 }] + super.groups,
    },
  },
})
