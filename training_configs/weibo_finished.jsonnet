// The teacher is a finished run, such as that of weibo_teacher.jsonnet: --var teacher=DIR.
local settings = import 'lib/settings.libsonnet';

local directory = settings.variable('teacher', 'runs/weibo_teacher-' + settings.profile);

(import 'weibo_distill.jsonnet') {
  variables+: { teacher: directory },
  teacher: { type: 'run', directory: directory },
}
