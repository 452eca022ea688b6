"""Exponentiated scores of one row, and its messages in both directions.

Weights are scaled so that the largest at each token is 1, and the forward messages so that each
sums to 1; their sums, which are taken out, are the norms. The backward messages are divided by the
same norms, so that the product of the two at a token is its marginals.

A weight that is positive can come out as zero when scores range over more than the exponents of
float64 do, and the paths through it are lost, even if they are the only legal ones in the end. How
much can be lost is known afterwards. A zero on the way stands for less than 1e-307 at a place where
the forward messages are at most 1; the probability of what went through it is less than that times
the backward message there (divided by a norm, for a product of three). So as long as the backward
messages stay below exp(620) nothing that matters was lost, and else the row has to be computed in
another way. That they can be zero themselves loses less than 1e-307 each.
"""

import math
from typing import NamedTuple

import numpy as np

from mgkd.crf.kernels.compiled.compilation import part, reduction
from mgkd.crf.kernels.compiled.exponential import exp
from mgkd.crf.kernels.compiled.vectors import aligned, largest, product

LARGEST_LOGARITHM = 620.0
_LARGEST_MESSAGE = math.exp(LARGEST_LOGARITHM)
_SMALLEST_NORM = 1e-270


class Workspace(NamedTuple):
    """Exponentiated transitions, and what is computed of a row. Rows are padded and aligned.

    forward: exp(transitions - scale), [L, L]; backward: the same transposed. weights: exponentiated
    scores of labels, scaled; message: forward messages; ahead: backward messages; onward: what is
    passed back, all [T, L]; norms [T].

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
    norms = _forward_messages(work.weights, work.forward, count, labels, work.message, work.norms)
    return norms + scales + (count - 1) * work.scale, norms


@part
def pass_back(work, count, labels):
    """Fills ahead and onward; whether what both passes found is right."""
    return _backward_messages(
        work.weights, work.backward, count, labels, work.norms, work.ahead, work.onward
    )


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
        scores = out[t]
        for j in range(labels):
            scores[j] = emissions[t, j]
        for j in range(labels, scores.shape[0]):
            scores[j] = -np.inf
        if t == 0:
            for j in range(labels):
                scores[j] += start[j]
        if t == count - 1:
            for j in range(labels):
                scores[j] += end[j]
        scale = largest(scores)
        if scale == -np.inf:
            return -np.inf
        for j in range(scores.shape[0]):
            scores[j] = exp(scores[j] - scale)
        scales += scale
    return scales


@reduction
def _multiply(vector, factors):
    """Multiplies in place; the sum of the products."""
    found = 0.0
    for j in range(vector.shape[0]):
        value = vector[j] * factors[j]
        vector[j] = value
        found += value
    return found


@part
def _forward_messages(weights, transitions, count, labels, out, norms):
    """Messages and norms of the first tokens into out; the logarithm of all norms together.

    -inf when a norm is next to zero: no sequence is legal, or the scores range too far.
    """
    logarithm, norm_product = 0.0, 1.0
    for t in range(count):
        message = out[t]
        if t == 0:
            message[:] = 1.0
        else:
            product(out[t - 1], transitions, labels, message)
        norm = _multiply(message, weights[t])
        if not norm > _SMALLEST_NORM:
            return -np.inf
        inverse = 1.0 / norm
        for j in range(message.shape[0]):
            message[j] *= inverse
        norms[t] = norm
        # One logarithm for many norms: their product, as long as that keeps its digits.
        if not 1e-30 < norm_product < 1e30:
            logarithm += math.log(norm_product)
            norm_product = 1.0
        norm_product *= norm
    return logarithm + math.log(norm_product)


@part
def _backward_messages(weights, transitions, count, labels, norms, out, onward):
    """Messages of the first tokens into out, by transposed transitions; whether they are small."""
    message = out[count - 1]
    message[:] = 1.0
    for t in range(count - 1, 0, -1):
        inverse = 1.0 / norms[t]
        if not largest(message) * inverse < _LARGEST_MESSAGE:
            return False
        for j in range(message.shape[0]):
            onward[t, j] = weights[t, j] * message[j] * inverse
        message = out[t - 1]
        product(onward[t], transitions, labels, message)
    return largest(message) < _LARGEST_MESSAGE
