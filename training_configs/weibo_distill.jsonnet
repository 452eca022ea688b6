// The main job: the student learns from gold labels and from its teacher's best label sequences.
local teacher = import 'weibo_teacher.jsonnet';

(import 'weibo_student.jsonnet') {
  variables+: teacher.variables,
  teacher: { type: 'trained', config: teacher },
  baseline: true,
  objective: [
    { type: 'gold_nll', weight: 1.0 },
    { type: 'kbest_cross_entropy', weight: 1.0, k: 4, temperature: 1.0 },
    { type: 'fuzzy_crf', weight: 1.0, k: 4, include_gold: true },
  ],
}
