// What a student can learn by: each method's terms beside the gold labels. Sources and formulas:
// mgkd components losses NAME. The names are for recipes.distill(..., objective=methods.NAME):
//
//     recipes.distill(student, teacher, objective=methods.posterior_kl)
local gold = { type: 'gold_nll', weight: 1.0 };

local beside_gold(terms) = [gold] + terms;

{
  gold_nll: [gold],

  // From the teacher's best label sequences.
  multi_grained: beside_gold([
    { type: 'kbest_cross_entropy', weight: 1.0, k: 4, temperature: 1.0 },
    { type: 'fuzzy_crf', weight: 1.0, k: 4, include_gold: true },
  ]),
  hard: beside_gold([{ type: 'kbest_cross_entropy', weight: 1.0, k: 1 }]),
  kbest: beside_gold([{ type: 'kbest_cross_entropy', weight: 1.0, k: 4 }]),
  top_k: beside_gold([{ type: 'top_k', weight: 1.0, k: 4 }]),
  weighted_top_k: beside_gold([{ type: 'top_k', weight: 1.0, k: 4, weighted: true }]),
  path_set: beside_gold([{ type: 'path_set', weight: 1.0, k: 4 }]),
  fuzzy: beside_gold([{ type: 'fuzzy_crf', weight: 1.0, k: 4 }]),

  // From its scores, and so from its whole distribution.
  fuzzy_threshold: beside_gold([{ type: 'fuzzy_crf_threshold', weight: 1.0, threshold: 0.05 }]),
  fuzzy_top: beside_gold([{ type: 'fuzzy_crf_top', weight: 1.0, m: 2 }]),
  posterior_kl: beside_gold([{ type: 'posterior_kl', weight: 1.0 }]),
  structural: beside_gold([{ type: 'structural_cross_entropy', weight: 1.0 }]),

  // From its emissions, token by token; transitions have no part in it.
  emission_kl: beside_gold([{ type: 'emission_kl', weight: 1.0 }]),
  logit_mse: beside_gold([{ type: 'logit_mse', weight: 0.1, centred: true }]),
  decoupled_kd: beside_gold([{ type: 'decoupled_kd', weight: 1.0, beta: 2.0 }]),
  dist: beside_gold([{ type: 'dist', weight: 1.0 }]),

  // Compares the best sequences with each other; another term must hold them above the rest.
  kbest_decoupled_kd: beside_gold([
    { type: 'path_set', weight: 1.0, k: 4 },
    { type: 'kbest_decoupled_kd', weight: 1.0, k: 4, beta: 2.0 },
  ]),

  // The annotated entities are certain; what else there is, the teacher says.
  partial: [
    { type: 'partial_crf', weight: 1.0 },
    { type: 'posterior_kl', weight: 1.0 },
  ],

  // From its inner states, while it runs alongside: means over tokens, beside a sum over them. What
  // compares attention needs a student and a teacher that have it.
  hidden_mse: beside_gold([
    { type: 'kbest_cross_entropy', weight: 1.0, k: 4 },
    { type: 'hidden_mse', weight: 10.0, layers: 'last' },
  ]),
  hidden_cosine: beside_gold([
    { type: 'kbest_cross_entropy', weight: 1.0, k: 4 },
    { type: 'hidden_cosine', weight: 10.0, layers: 'last' },
  ]),
  attention: beside_gold([
    { type: 'kbest_cross_entropy', weight: 1.0, k: 4 },
    { type: 'attention_mse', weight: 0.1, layers: 'uniform', average_heads: true },
  ]),
  relations: beside_gold([
    { type: 'kbest_cross_entropy', weight: 1.0, k: 4 },
    { type: 'minilm_relations', weight: 10.0, relations: ['query', 'key', 'value'] },
  ]),

  // From teachers with entity types of their own, without labels of all these types.
  collapsed_posterior_kl: [{ type: 'collapsed_posterior_kl', weight: 1.0 }],
}
