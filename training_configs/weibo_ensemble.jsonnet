// Two teachers that differ by their seed, averaged.
local teacher = import 'weibo_teacher.jsonnet';

(import 'weibo_distill.jsonnet') {
  teacher: {
    type: 'ensemble',
    teachers: [{ type: 'trained', config: teacher { seed: seed } } for seed in [13, 14]],
  },
}
