"""Forward-backward on log scores: right for scores of any range, with no look at any value.

The one for accelerators, where the reductions run in parallel and asking the device for a value
would stall it, and the one that the scaled kernels fall back to.
"""

import torch
from torch import Tensor

from mgkd.crf.kernels.interface import EdgePosterior, Posterior
from mgkd.crf.kernels.plain.covariance import covariance_by
from mgkd.crf.kernels.plain.exponential import exponential, log_sum_
from mgkd.crf.kernels.plain.layout import real_tokens, reverse, rows_first, unary_scores
from mgkd.crf.potentials import Potentials

# Elements of the largest temporary that summing up edges may take.
_LARGEST_TEMPORARY = 1 << 22


def log_partition(potentials: Potentials) -> Tensor:
    unary = unary_scores(potentials)
    incoming = _messages(unary.unsqueeze(1), potentials.transitions.mT.unsqueeze(0))[:, 0]
    return _total(unary + incoming, potentials)


def forward_backward(potentials: Potentials, dtype: torch.dtype) -> Posterior:
    before, after, total = _both_directions(potentials)
    tokens = _tokens(potentials, before, after)
    count, batch, labels = tokens.shape
    transitions = before.new_zeros(batch, labels, labels)
    step = max(1, _LARGEST_TEMPORARY // max(1, transitions.numel()))
    for first in range(1, count, step):
        edges = slice(first, min(first + step, count))
        transitions += _edges(potentials, before, after, edges).sum(0)
    return Posterior(total, rows_first(tokens, dtype), transitions.to(dtype))


def edge_marginals(potentials: Potentials, dtype: torch.dtype) -> EdgePosterior:
    before, after, _ = _both_directions(potentials)
    tokens = _tokens(potentials, before, after)
    edges = _edges(potentials, before, after, slice(1, None))
    return EdgePosterior(rows_first(tokens, dtype), rows_first(edges, dtype))


covariance = covariance_by(edge_marginals)


def completions(unary: Tensor, potentials: Potentials) -> Tensor:
    """Log of the summed weight of all ways on from label i at token t, [T, B, L].

    The label's own score is not part of it: 0 at each row's last token.
    """
    lengths = potentials.lengths
    backward = reverse(unary, lengths).unsqueeze(1)
    return reverse(_messages(backward, potentials.transitions.unsqueeze(0))[:, 0], lengths)


def _both_directions(potentials: Potentials) -> tuple[Tensor, Tensor, Tensor]:
    """Log weight of all ways to (t, j), its own score included; of all ways on; and log Z."""
    unary = unary_scores(potentials)
    scores = torch.stack((unary, reverse(unary, potentials.lengths)), dim=1)
    transitions = potentials.transitions
    incoming = _messages(scores, torch.stack((transitions.mT, transitions)))
    before = incoming[:, 0] + unary
    return before, reverse(incoming[:, 1], potentials.lengths), _total(before, potentials)


def _messages(unary: Tensor, transitions: Tensor) -> Tensor:
    """Log weight of all ways to arrive at each label, its own score left out.

    unary [T, D, B, L], transitions [D, L, L] (to, from) for D directions -> [T, D, B, L].
    """
    transitions = transitions.to(unary.dtype).unsqueeze(1)
    incoming = torch.zeros_like(unary)
    ways = unary.new_empty(*unary.shape[1:], unary.shape[3])
    for step in range(1, len(unary)):
        outgoing = (incoming[step - 1] + unary[step - 1]).unsqueeze(2)
        incoming[step] = log_sum_(torch.add(outgoing, transitions, out=ways))
    return incoming


def _total(before: Tensor, potentials: Potentials) -> Tensor:
    return log_sum_(before[potentials.last, potentials.rows])


def _tokens(potentials: Potentials, before: Tensor, after: Tensor) -> Tensor:
    """Probability of label j at token t, [T, B, L]."""
    return _shares(before + after).masked_fill_(~real_tokens(potentials).unsqueeze(2), 0.0)


def _edges(potentials: Potentials, before: Tensor, after: Tensor, steps: slice) -> Tensor:
    """Probability of labels (i, j) at tokens (t - 1, t) for t in steps, [steps, B, L, L]."""
    onward = (unary_scores(potentials) + after)[steps]
    arrived = before[:-1][steps.start - 1 : None if steps.stop is None else steps.stop - 1]
    scores = arrived.unsqueeze(3) + potentials.transitions + onward.unsqueeze(2)
    real = real_tokens(potentials)[steps]
    shares = _shares(scores.flatten(2)).view_as(scores)
    return shares.masked_fill_(~real[:, :, None, None], 0.0)


def _shares(scores: Tensor) -> Tensor:
    """exp(scores) over their sum along the last dimension; zero where all are -inf.

    Over their own sum and not exp(log Z), whose rounding error grows with the scores.
    """
    largest = scores.amax(-1, keepdim=True).clamp_(min=torch.finfo(scores.dtype).min)
    weights = exponential(scores - largest)
    # The largest weight is 1, or there is none.
    return weights.div_(weights.sum(-1, keepdim=True).clamp_(min=1.0))
