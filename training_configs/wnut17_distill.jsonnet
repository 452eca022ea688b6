// English, words instead of characters: the same distillation with another corpus and teacher.
local teacher = import 'wnut17_teacher.jsonnet';

(import 'weibo_distill.jsonnet') {
  variables: teacher.variables,
  corpus: teacher.corpus,
  teacher: { type: 'trained', config: teacher },
}
