// The teacher has spoken already: a file of its annotations of the training sentences, with their
// probabilities (mgkd components teachers annotations): --var annotations=FILE.
local settings = import 'lib/settings.libsonnet';

local file = settings.variable('annotations', 'annotations.jsonl');

(import 'weibo_distill.jsonnet') {
  variables+: { annotations: file },
  teacher: {
    type: 'annotations',
    file: file,
    types: [kind + form for kind in ['GPE', 'LOC', 'ORG', 'PER'] for form in ['.NAM', '.NOM']],
  },
}
