// The teacher is a token classifier in the format of transformers, as it is used in production:
// --var teacher=NAME or a folder. Its labels must be tags of Weibo's types in BIO; where they are
// not, give the teacher a table: labels: { LABEL_0: 'O', LABEL_1: 'B-PER.NAM', ... }.
local settings = import 'lib/settings.libsonnet';

local model = settings.variable('teacher', 'models/weibo_token_classifier');

(import 'weibo_distill.jsonnet') {
  variables+: { teacher: model },
  teacher: { type: 'token_classification', model: model, scheme: 'bio' },
}
