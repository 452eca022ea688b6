"""The expected score that one chain gives to the sequences of another."""

import torch
from torch import Tensor

from mgkd.crf.potentials import Potentials


def expected_score(tokens: Tensor, transitions: Tensor, scores: Potentials) -> Tensor:
    """E_p[score_q(y)] of chains p with these marginals and chains q with these scores, [B].

    tokens [B, T, L], zero on padding, and transitions [B, L, L], the expected counts. What p never
    does costs nothing, even where q forbids it; what p may do and q forbids makes the row -inf,
    with the gradient of the rest.
    """
    ends = tokens[scores.rows, scores.last]
    pairs = (
        (tokens, scores.emissions),
        (transitions, scores.transitions),
        (tokens[:, 0], scores.start),
        (ends, scores.end),
    )
    expected = tokens.new_zeros(len(tokens))
    forbidden = torch.zeros_like(expected, dtype=torch.bool)
    for weights, values in pairs:
        forbidden |= ((weights.detach() > 0.0) & (values == -torch.inf)).flatten(1).any(1)
        finite = torch.where(values.isfinite(), values, 0.0).to(weights.dtype)
        expected = expected + (weights * finite).flatten(1).sum(1)
    return expected + torch.zeros_like(expected).masked_fill(forbidden, -torch.inf)
