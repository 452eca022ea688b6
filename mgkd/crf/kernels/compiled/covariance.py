"""How marginals move with the scores, in two passes over each row that store no edges.

With f(y) the sum of a weight for each label and each transition that y takes, the derivative of
sum(weights * marginals) with respect to a score is the covariance of f(y) with the event that the
score counts. The messages are those of log Z with the sum of weights so far carried along: past[t]
is the forward message times the expected sum up to here, coming[t] the backward message times that
from here on, this token left out. Source: Li and Eisner 2009 (expectation semirings).
"""

import torch
from torch import Tensor

from mgkd.crf.kernels.compiled.arrays import Prepared, array, space
from mgkd.crf.kernels.compiled.compilation import kernel, part
from mgkd.crf.kernels.compiled.messages import VANISHING, pass_both, workspace
from mgkd.crf.kernels.compiled.threads import over_rows
from mgkd.crf.kernels.compiled.vectors import add_outer, add_product, aligned, product
from mgkd.crf.kernels.plain import logspace


def covariance(
    prepared: Prepared, token_weights: Tensor, edge_weights: Tensor
) -> tuple[Tensor, Tensor]:
    batch, count, labels = prepared.shape
    for_tokens, tokens_memory = space(torch.float64, batch, count, labels)
    for_transitions, transitions_memory = space(torch.float64, batch, labels, labels)
    weights = array(token_weights.double()), array(edge_weights.double())
    sure = over_rows(_covariance, prepared, *weights, tokens_memory, transitions_memory)
    if not sure.all():
        rows = torch.from_numpy(~sure)
        for_tokens[rows], for_transitions[rows] = logspace.covariance(
            prepared.potentials.select(rows), token_weights[rows], edge_weights[rows]
        )
    return for_tokens, for_transitions


@kernel
def _covariance(
    emissions, transitions, start, end, lengths,
    token_weights, edge_weights, for_tokens, for_transitions, sure, first, last,
):  # fmt: skip
    longest, labels = emissions.shape[1:]
    work = workspace(transitions, longest)
    weighted, weighted_back = aligned(labels, labels), aligned(labels, labels)
    own, past = aligned(longest, labels), aligned(longest, labels)
    coming, passed_back = aligned(longest, labels), aligned(longest, labels)
    taken, moved = aligned(labels, labels), aligned(labels, labels)
    for row in range(first, last):
        count = lengths[row]
        _, sure[row] = pass_both(work, emissions[row], start, end, count)
        if not sure[row]:
            continue
        between = edge_weights[row]
        _own_weights(work, token_weights[row], count, own)
        _look_back(work, own, between, count, weighted, past)
        _look_ahead(work, own, between, count, weighted_back, coming, passed_back)
        mean = 0.0
        for j in range(labels):
            mean += past[0, j] * work.ahead[0, j] + work.message[0, j] * coming[0, j]
        for t in range(count):
            for j in range(labels):
                centred = coming[t, j] - mean * work.ahead[t, j]
                for_tokens[row, t, j] = past[t, j] * work.ahead[t, j] + work.message[t, j] * centred
        for_tokens[row, count:] = 0.0
        moved[:] = 0.0
        add_outer(past, work.onward, count, labels, moved)
        add_outer(work.message, passed_back, count, labels, moved)
        _add_edges(work, between, mean, count, taken, moved)
        for i in range(labels):
            for j in range(labels):
                possible = work.forward[i, j] > 0.0
                for_transitions[row, i, j] = moved[i, j] * work.forward[i, j] if possible else 0.0


@part
def _own_weights(work, weights, count, out):
    """The weights [T, L] of labels that can be; the others may be anything."""
    for t in range(count):
        for j in range(weights.shape[1]):
            possible = work.message[t, j] * work.ahead[t, j] > VANISHING
            out[t, j] = weights[t, j] if possible else 0.0


@part
def _look_back(work, own, between, count, weighted, past):
    """past[t, j], with own [T, L] and between [T-1 or 1, L, L] the weights."""
    labels = between.shape[1]
    past[0] = 0.0
    for t in range(count):
        if t > 0:
            product(past, t - 1, work.forward, labels, past, t)
            if t == 1 or between.shape[0] > 1:
                _weigh(work, between, t - 1, count, False, weighted)
            add_product(work.message, t - 1, weighted, labels, past, t)
            for j in range(labels):
                past[t, j] *= work.weights[t, j] / work.norms[t - 1]
        for j in range(labels):
            past[t, j] += work.message[t, j] * own[t, j]


@part
def _look_ahead(work, own, between, count, weighted, coming, passed_back):
    """coming[t, j], and what is passed back of it and of the token's own weight."""
    labels = between.shape[1]
    coming[count - 1] = 0.0
    for t in range(count - 1, 0, -1):
        passed_back[t] = 0.0
        for j in range(labels):
            passed_back[t, j] = work.onward[t, j] * own[t, j] + coming[t, j] * (
                work.weights[t, j] / work.norms[t - 1]
            )
        product(passed_back, t, work.backward, labels, coming, t - 1)
        if t == count - 1 or between.shape[0] > 1:
            _weigh(work, between, t - 1 if between.shape[0] > 1 else 0, count, True, weighted)
        add_product(work.onward, t, weighted, labels, coming, t - 1)


@part
def _weigh(work, weights, t, count, back, out):
    """out[i, j] = transitions[i, j] * weights[t, i, j] where that can be; transposed for back."""
    out[:] = 0.0
    for i in range(weights.shape[1]):
        for j in range(weights.shape[1]):
            if _possible(work, weights, t, count, i, j):
                weighted = work.forward[i, j] * weights[t, i, j]
                if back:
                    out[j, i] = weighted
                else:
                    out[i, j] = weighted


@part
def _possible(work, weights, t, count, i, j):
    """Whether an edge has a probability, or a transition where weights are those of all edges."""
    if weights.shape[0] == 1 and count > 2:
        return work.forward[i, j] > 0.0
    return work.message[t, i] * work.forward[i, j] * work.onward[t + 1, j] > VANISHING


@part
def _add_edges(work, between, mean, count, taken, out):
    """Adds each edge's own weight less the mean, times its probability over its transition's."""
    labels = between.shape[1]
    if between.shape[0] == 1:
        taken[:] = 0.0
        add_outer(work.message, work.onward, count, labels, taken)
        for i in range(labels):
            for j in range(labels):
                out[i, j] += (between[0, i, j] - mean) * taken[i, j]
        return
    for t in range(count - 1):
        for i in range(labels):
            for j in range(labels):
                if _possible(work, between, t, count, i, j):
                    probability = work.message[t, i] * work.onward[t + 1, j]
                    out[i, j] += (between[t, i, j] - mean) * probability
