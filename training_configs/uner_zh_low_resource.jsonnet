// A quarter of the training sentences is labelled; the student learns the others from its teacher alone.
// Student, objective and epochs are the best by dev of what was tried (docs/results.md).
local methods = import 'lib/methods.libsonnet';
local recipes = import 'lib/recipes.libsonnet';
local taggers = import 'lib/taggers.libsonnet';

local student = (import 'uner_zh_student.jsonnet') {
  model: taggers.bilstm_crf(embedding_size=200, hidden_size=128, bigram_size=50, dropout=0.3) {
    embedder+: { singleton_rate: 0.3 },
  },
  trainer+: { epochs: 20, batch_size: 32, optimizer: { type: 'adamw', lr: 4e-3 } },
};

recipes.low_resource(
  recipes.distill(student, import 'uner_zh_teacher.jsonnet', objective=methods.posterior_kl)
)
