"""Exponentiated scores of one row, and its messages in both directions.

Weights are scaled so that the largest at each token is 1. A forward message sums up all ways to a
label; before it is passed on it is divided by its own sum, the norm. A backward message, which sums
up all ways on from a label, is divided by the same norms and by that of its own token, so that
forward times backward message is a probability.

A weight that is positive can come out as zero when scores range over more than the exponents of
float64 do, and the paths through it are lost, even if they are the only legal ones in the end. How
much can be lost is known afterwards. A forward message of zero stands for one below 1e-307, and so
the probability of what went through it is below 1e-307 times the backward message there. The same
holds of a weight of zero, since what it is multiplied by is at most the number of labels. So as
long as no backward message is above exp(620) nothing that matters was lost, and else the row has
to be computed in another way. A backward message of zero loses less than 1e-307 by itself.
"""

import math
from typing import NamedTuple

import numpy as np

from mgkd.crf.kernels.compiled.compilation import part
from mgkd.crf.kernels.compiled.exponential import exp
from mgkd.crf.kernels.compiled.vectors import aligned, largest, product, scale

LARGEST_LOGARITHM = 620.0
_LARGEST_MESSAGE = math.exp(LARGEST_LOGARITHM)
_SMALLEST_NORM = 1e-270


class Workspace(NamedTuple):
    """Exponentiated transitions, and what is computed of a row. Rows are padded and aligned.

    forward: exp(transitions - scale), [L, L]; backward: the same transposed. weights: exponentiated
    scores of labels, scaled; message: forward messages; ahead: backward messages; onward: what is
    passed back, all [T, L]; norms: sums of the forward messages, [T];
    highest: the highest backward message of each label, [1, L].

    The probability of label j at token t is message[t, j] * ahead[t, j], and that of labels (i, j)
    at tokens (t, t + 1) is message[t, i] * forward[i, j] * onward[t + 1, j].
    """

    forward: np.ndarray
    backward: np.ndarray
    scale: float
    weights: np.ndarray
    message: np.ndarray
    ahead: np.ndarray
    onward: np.ndarray
    norms: np.ndarray
    highest: np.ndarray


@part
def workspace(transitions, longest):
    """A workspace for rows of at most so many tokens."""
    labels = transitions.shape[0]
    forward, backward = aligned(labels, labels), aligned(labels, labels)
    forward[:] = 0.0
    backward[:] = 0.0
    scale = np.float64(transitions.max())
    if scale == -np.inf:
        scale = 0.0
    for i in range(labels):
        for j in range(labels):
            forward[i, j] = exp(transitions[i, j] - scale)
    for i in range(labels):
        for j in range(labels):
            backward[j, i] = forward[i, j]
    return Workspace(
        forward,
        backward,
        scale,
        aligned(longest, labels),
        aligned(longest, labels),
        aligned(longest, labels),
        aligned(longest, labels),
        np.empty(longest),
        aligned(1, labels),
    )


@part
def pass_forward(work, emissions, start, end, count):
    """Fills weights, message and norms; log Z, and the part of it that is in the norms.

    -inf where no sequence is legal or the scores range too far to tell. emissions [T, L].
    """
    labels = emissions.shape[1]
    scales = _weigh_labels(emissions, start, end, count, work.weights)
    if scales == -np.inf:
        return -np.inf, -np.inf
    norms = _forward_messages(work, count, labels)
    return norms + scales + (count - 1) * work.scale, norms


@part
def pass_both(work, emissions, start, end, count):
    """Fills the workspace; log Z, and whether all that was found is right."""
    found, _ = pass_forward(work, emissions, start, end, count)
    return found, found > -np.inf and pass_back(work, count, emissions.shape[1])


@part
def _weigh_labels(emissions, start, end, count, out):
    """exp(scores - scale) of the first tokens into out; the sum of the scales.

    emissions [T, L]; start and end scores are part of the first and the last token's.
    """
    labels = emissions.shape[1]
    scales = 0.0
    for t in range(count):
        for j in range(labels):
            out[t, j] = emissions[t, j]
        for j in range(labels, out.shape[1]):
            out[t, j] = -np.inf
        if t == 0:
            for j in range(labels):
                out[t, j] += start[j]
        if t == count - 1:
            for j in range(labels):
                out[t, j] += end[j]
        highest = largest(out, t)
        if highest == -np.inf:
            return -np.inf
        for j in range(out.shape[1]):
            out[t, j] = exp(out[t, j] - highest)
        scales += highest
    return scales


@part
def _forward_messages(work, count, labels):
    """Fills message and norms; the logarithm of all norms together.

    -inf when a norm is next to zero: no sequence is legal, or the scores range too far.
    """
    transitions, weights, message, norms = work.forward, work.weights, work.message, work.norms
    logarithm, norm_product, norm = 0.0, 1.0, 1.0
    for t in range(count):
        if t == 0:
            for j in range(message.shape[1]):
                message[0, j] = 1.0
        else:
            product(message, t - 1, transitions, labels, message, t)
        norm = scale(message, t, weights, 1.0 / norm)
        if not norm > _SMALLEST_NORM:
            return -np.inf
        norms[t] = norm
        # One logarithm for many norms: their product, as long as that keeps its digits.
        if not 1e-30 < norm_product < 1e30:
            logarithm += math.log(norm_product)
            norm_product = 1.0
        norm_product *= norm
    return logarithm + math.log(norm_product)


@part
def pass_back(work, count, labels):
    """Fills ahead and onward; whether what both passes found is right."""
    transitions, weights, norms = work.backward, work.weights, work.norms
    ahead, onward, highest = work.ahead, work.onward, work.highest
    for j in range(weights.shape[1]):
        ahead[count - 1, j] = highest[0, j] = 1.0 / norms[count - 1]
    for t in range(count - 1, 0, -1):
        factor = 1.0 / norms[t - 1]
        for j in range(weights.shape[1]):
            value = ahead[t, j]
            highest[0, j] = max(highest[0, j], value)
            onward[t, j] = value * (weights[t, j] * factor)
        product(onward, t, transitions, labels, ahead, t - 1)
    return max(largest(highest, 0), largest(ahead, 0)) < _LARGEST_MESSAGE
