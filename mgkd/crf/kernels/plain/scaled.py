"""Forward-backward on exponentiated scores, rescaled now and then: matrix products, the fast way.

A weight that is positive may come out as zero when the scores range over more than the dtype's
exponents do, and a path that runs through it is then lost, even if it is the only legal one in the
end. So a result only counts once it is shown that nothing of weight was lost; where that fails the
log-space kernels answer instead. Either of two facts shows it:

- What is found outweighs all that could have been lost. A product that comes out as zero was below
  the smallest number, and what it could have grown to since is bounded by the row sums of the
  transition weights. Holds for most sentences, also with penalties that stand for "impossible".
- All positive weights that were met are so large that no product of three can have come out as
  zero. Holds for sentences of any length whose scores do not range too far.
"""

import math
from typing import NamedTuple

import torch
from torch import Tensor

from mgkd.crf.kernels.interface import EdgePosterior, Posterior
from mgkd.crf.kernels.plain import logspace
from mgkd.crf.kernels.plain.covariance import covariance_by
from mgkd.crf.kernels.plain.exponential import exponential
from mgkd.crf.kernels.plain.layout import real_tokens, reverse, rows_first, unary_scores
from mgkd.crf.potentials import Potentials

# Natural logarithms; the smallest weight is exp(-700). The margins leave what is lost below the
# precision of what is kept.
_SMALLEST_PRODUCT = -690.0
_SMALLEST_RESULT = -640.0
# The largest factor by which weights may shrink before they are rescaled.
_SHRINKING = -200.0


class _Weights(NamedTuple):
    """Exponentiated scores of D directions, the largest at each place 1.

    unary [T, D, B, L] and its logarithmic scale [T, B]; transitions [D, L, L] and theirs.
    Logarithms: smallest is the least positive product of one of each, growth the largest factor
    by which a step may multiply a sum of weights, and at least 0.
    """

    unary: Tensor
    unary_scale: Tensor
    transitions: Tensor
    transition_scale: float
    smallest: float
    growth: float


class _Messages(NamedTuple):
    """incoming [T, D, B, L] times unary weight is norms [T, D, B, 1] times state.

    The norm is the sum, or 1 at a step that does not rescale.
    """

    incoming: Tensor
    norms: Tensor
    state: Tensor


def log_partition(potentials: Potentials) -> Tensor:
    weights = _weights(potentials, directions=1)
    messages = _messages(weights)
    relative = _relative_total(messages, potentials)
    if not (
        _outweighs(relative, weights, potentials)
        or _nothing_vanished(messages, weights, potentials)
    ):
        return logspace.log_partition(potentials)
    return _total(relative, weights, potentials)


def forward_backward(potentials: Potentials, dtype: torch.dtype) -> Posterior:
    found = _both_directions(potentials)
    if found is None:
        return logspace.forward_backward(potentials, dtype)
    total, tokens, before, after, transitions = found
    taken = torch.bmm(before.permute(1, 2, 0), after.transpose(0, 1))
    return Posterior(total, rows_first(tokens, dtype), (taken * transitions).to(dtype))


def edge_marginals(potentials: Potentials, dtype: torch.dtype) -> EdgePosterior:
    found = _both_directions(potentials)
    if found is None:
        return logspace.edge_marginals(potentials, dtype)
    _, tokens, before, after, transitions = found
    edges = before.unsqueeze(3) * transitions * after.unsqueeze(2)
    return EdgePosterior(rows_first(tokens, dtype), rows_first(edges, dtype))


covariance = covariance_by(edge_marginals)


def _both_directions(
    potentials: Potentials,
) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor] | None:
    """log Z [B], token marginals [T, B, L], and the three factors of an edge's probability:

    weight up to (t-1, i) [T-1, B, L], weight from (t, j) on [T-1, B, L], transitions [L, L].
    None where the scores range too far.
    """
    weights = _weights(potentials, directions=2)
    messages = _messages(weights)
    relative = _relative_total(messages, potentials)
    padding = ~real_tokens(potentials).unsqueeze(2)
    after = reverse(messages.incoming[:, 1], potentials.lengths)
    joint = torch.mul(messages.state[:, 0], after).masked_fill_(padding, 0.0)
    overlap = joint.sum(-1, keepdim=True).masked_fill_(padding, 1.0)
    edge_overlap = (overlap[1:] * messages.norms[1:, 0]).masked_fill_(padding[1:], 1.0)
    if not _outweighs(relative, weights, potentials) and not (
        _nothing_vanished(messages, weights, potentials)
        and _far_from_zero(overlap)
        and _far_from_zero(edge_overlap)
    ):
        return None
    tokens = joint.div_(overlap)
    arrived = messages.state[:-1, 0].masked_fill(padding[1:], 0.0)
    onward = (weights.unary[1:, 0] * after[1:]).masked_fill_(padding[1:], 0.0).div_(edge_overlap)
    return _total(relative, weights, potentials), tokens, arrived, onward, weights.transitions[0]


def _weights(potentials: Potentials, directions: int) -> _Weights:
    unary = unary_scores(potentials)
    lowest = torch.finfo(unary.dtype).min
    unary_scale = unary.amax(-1, keepdim=True).clamp_(min=lowest)
    unary = unary.sub_(unary_scale)
    transitions = potentials.transitions.to(unary.dtype)
    transition_scale = max(transitions.max().item(), lowest)
    transitions = transitions - transition_scale
    smallest = _least_finite(unary) + _least_finite(transitions)
    unary, transitions = exponential(unary), exponential(transitions)
    sums = max(transitions.sum(0).max().item(), transitions.sum(1).max().item(), 1.0)
    if directions == 1:
        unary, transitions = unary.unsqueeze(1), transitions.unsqueeze(0)
    else:
        unary = torch.stack((unary, reverse(unary, potentials.lengths)), dim=1)
        transitions = torch.stack((transitions, transitions.mT))
    scales = unary_scale.squeeze(2), transition_scale
    return _Weights(unary, scales[0], transitions, scales[1], smallest, math.log(sums))


def _least_finite(values: Tensor) -> float:
    least = values.min().item()
    if least > -math.inf:
        return least
    return values.masked_fill(values == -math.inf, 0.0).min().item()


def _messages(weights: _Weights) -> _Messages:
    """One pass over time in all directions at once, written in place.

    A sum of zero, in a row without a legal sequence or beyond a length, gives NaN from there on.
    """
    unary = weights.unary
    incoming, state = torch.empty_like(unary), torch.empty_like(unary)
    incoming[0] = 1.0
    norms = torch.ones_like(unary[..., :1])
    shrinking = min(weights.smallest, -1.0)
    stride = int(max(1.0, min(16.0, _SHRINKING / shrinking)))
    steps = zip(incoming.unbind(), unary.unbind(), norms.unbind(), state.unbind(), strict=True)
    previous = None
    for step, (incoming_now, unary_now, norm_now, state_now) in enumerate(steps):
        if previous is not None:
            torch.bmm(previous, weights.transitions, out=incoming_now)
        torch.mul(incoming_now, unary_now, out=state_now)
        if step % stride == 0:
            torch.sum(state_now, -1, keepdim=True, out=norm_now)
            state_now.div_(norm_now)
        previous = state_now
    return _Messages(incoming, norms, state)


def _relative_total(messages: _Messages, potentials: Potentials) -> Tensor:
    """log Z less the scales of the weights, as found in each direction, [D, B]."""
    real = real_tokens(potentials).unsqueeze(1)
    scaled_away = messages.norms.squeeze(3).log().masked_fill_(~real, 0.0).sum(0)
    final = messages.state[potentials.last, :, potentials.rows].sum(-1)
    return scaled_away + final.log().mT


def _total(relative: Tensor, weights: _Weights, potentials: Potentials) -> Tensor:
    scales = weights.unary_scale.masked_fill(~real_tokens(potentials), 0.0).sum(0)
    return relative[0] + scales + potentials.last.to(scales.dtype) * weights.transition_scale


def _outweighs(relative: Tensor, weights: _Weights, potentials: Potentials) -> bool:
    """Whether the totals found outweigh all that can have come out as zero on the way."""
    grown = potentials.lengths.to(relative.dtype) * weights.growth
    # False for NaN too, as in a row without a legal sequence.
    return bool((relative - grown > _SMALLEST_RESULT).all().item())


def _nothing_vanished(messages: _Messages, weights: _Weights, potentials: Potentials) -> bool:
    """Whether every product of weights on the way was zero only if a factor was."""
    # A NaN on a real token fails the comparison; those beyond a length are of no interest.
    irrelevant = ~real_tokens(potentials)[:, None, :, None] | (messages.state == 0.0)
    least = messages.state.masked_fill(irrelevant, 1.0).min().item()
    return least > 0.0 and math.log(least) + weights.smallest > _SMALLEST_PRODUCT


def _far_from_zero(sums: Tensor) -> bool:
    """Whether products too small to see could not have added to these sums."""
    return bool((sums > math.exp(_SMALLEST_RESULT)).all().item())
