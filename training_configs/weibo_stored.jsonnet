// The teacher has spoken already, perhaps on another machine: its answers are in a knowledge store
// that mgkd annotate made (docs/teachers.md): --var knowledge=DIR.
local settings = import 'lib/settings.libsonnet';

local directory = settings.variable('knowledge', 'knowledge/weibo');

(import 'weibo_distill.jsonnet') {
  variables+: { knowledge: directory },
  teacher: { type: 'knowledge', directory: directory },
}
