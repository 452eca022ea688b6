"""Exponentiated scores of one row, and its messages in both directions.

Weights are scaled so that the largest at each token is 1. A forward message sums up all ways to a
label; before it is passed on it is divided by its own sum, the norm. A backward message, which sums
up all ways on from a label, is divided by the same norms and by that of its own token, so that
forward times backward message is a probability.

Weights and products that are positive can come out as zero when scores range over more than the
exponents of float64 do, and the paths through them are lost, even if they are the only legal ones
in the end, or the best. How much can be lost is known afterwards. Of the paths that the forward
pass loses at a place, that is at most 1e-290 times the true backward message there. The backward
pass can lose paths too; so it is made to err upwards. What is passed back of a legal way is at
least 1e-150, and so is the weight of a legal transition there: nothing vanishes, and each message
is at least the true one. So where none is above 1e130 less than 1e-160 was lost, and else the row
has to be computed in another way.

What is added to messages by erring upwards is as little: a place counts by its forward message,
whose true value is below 1e123 there, since else a message before it were above 1e130.
"""

import math
from typing import NamedTuple

import numpy as np

from mgkd.crf.kernels.compiled.compilation import part
from mgkd.crf.kernels.compiled.exponential import exp
from mgkd.crf.kernels.compiled.vectors import aligned, largest, product, scale

# The logarithm of the largest factor by which what was lost may have grown to the end of a row.
LARGEST_GROWTH = 600.0
# Probabilities below are zero: they may be those of what a vanishing score stands for.
VANISHING = 1e-140
_LARGEST_MESSAGE = 1e130
_LARGEST_PASSED = 1e300
_SMALLEST_NORM = 1e-270
_SMALLEST_WEIGHT = 1e-290
_SMALLEST_PASSED = 1e-150


class Workspace(NamedTuple):
    """Exponentiated transitions, and what is computed of a row. Rows are padded and aligned.

    forward: exp(transitions - scale), [L, L]; backward: the same transposed, vanishing where a
    transition is illegal only. weights: exponentiated scores of labels, scaled; message: forward
    messages; ahead: backward messages; onward: what is passed back, all [T, L]; norms: sums of the
    forward messages, [T]. highest: of each label, the highest backward message and the most that
    was passed back, [2, L].

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
            if transitions[i, j] > -np.inf:
                backward[j, i] = max(forward[i, j], _SMALLEST_PASSED)
    return Workspace(
        forward,
        backward,
        scale,
        aligned(longest, labels),
        aligned(longest, labels),
        aligned(longest, labels),
        aligned(longest, labels),
        np.empty(longest),
        aligned(2, labels),
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

    emissions [T, L]; start and end scores are part of the first and the last token's. The weight of
    a legal label is not zero.
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
            weight = max(exp(out[t, j] - highest), _SMALLEST_WEIGHT)
            out[t, j] = weight if out[t, j] > -np.inf else 0.0
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
        ahead[count - 1, j] = 1.0 / norms[count - 1]
        highest[0, j] = highest[1, j] = 0.0
    for t in range(count - 1, 0, -1):
        factor = 1.0 / norms[t - 1]
        for j in range(weights.shape[1]):
            message, weight = ahead[t, j], weights[t, j]
            passed = message * (weight * factor)
            # What is not a number any more follows on something infinite, and compares as false.
            highest[0, j] = message if message > highest[0, j] else highest[0, j]
            highest[1, j] = passed if passed > highest[1, j] else highest[1, j]
            floored = passed if passed > _SMALLEST_PASSED else _SMALLEST_PASSED
            onward[t, j] = floored if message > 0.0 and weight > 0.0 else 0.0
        product(onward, t, transitions, labels, ahead, t - 1)
    for j in range(weights.shape[1]):
        message = ahead[0, j]
        highest[0, j] = message if message > highest[0, j] else highest[0, j]
    return largest(highest, 0) < _LARGEST_MESSAGE and largest(highest, 1) < _LARGEST_PASSED
