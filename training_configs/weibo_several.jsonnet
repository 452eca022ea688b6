// Two teachers, each of which knows some of the entity types; the student learns all of them.
local teacher = import 'weibo_teacher.jsonnet';
local methods = import 'lib/methods.libsonnet';

local knowing(kinds) = {
  type: 'trained',
  config: teacher {
    corpus+: { types: [kind + form for kind in kinds for form in ['.NAM', '.NOM']] },
  },
};

(import 'weibo_distill.jsonnet') {
  teacher: { type: 'several', teachers: [knowing(['PER', 'ORG']), knowing(['GPE', 'LOC'])] },
  objective: methods.collapsed_posterior_kl,
}
