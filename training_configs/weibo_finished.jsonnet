// The teacher is a finished run, such as that of weibo_teacher.jsonnet: --var teacher=DIR.
local settings = import 'lib/settings.libsonnet';

local directory = settings.variable('teacher', 'runs/weibo_teacher-' + settings.profile);

(import 'weibo_student.jsonnet') {
  variables+: { teacher: directory },
  teacher: { type: 'run', directory: directory },
  objective+: [{ type: 'kbest_cross_entropy', weight: 1.0, k: 4 }],
}
