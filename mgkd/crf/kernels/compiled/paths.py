"""Scores of given paths, and what they and the marginals add to a gradient."""

import numpy as np
import torch
from torch import Tensor

from mgkd.crf.kernels.compiled.arrays import Prepared, array, space
from mgkd.crf.kernels.compiled.compilation import kernel, part
from mgkd.crf.kernels.interface import Gradients, Posterior


def labels_known(prepared: Prepared, paths: Tensor) -> bool:
    return _labels_known(array(paths), prepared.lengths, prepared.shape[2])


def path_scores(prepared: Prepared, paths: Tensor) -> Tensor:
    scores, memory = space(torch.float64, *paths.shape[:2])
    _path_scores(*prepared.arrays, array(paths), memory)
    return scores


def log_probs(prepared: Prepared, posterior: Posterior, paths: Tensor) -> Tensor:
    values, memory = space(prepared.dtype, *paths.shape[:2])
    _log_probs(*prepared.arrays, array(posterior.log_partition), array(paths), memory)
    return values


def path_gradients(prepared: Prepared, paths: Tensor, weights: Tensor) -> Gradients:
    gradients, memory = _gradients(prepared)
    _set_paths(prepared.lengths, array(paths), array(weights), *memory)
    return gradients


def partition_gradients(prepared: Prepared, posterior: Posterior, weights: Tensor) -> Gradients:
    gradients, memory = _gradients(prepared)
    expected = array(posterior.tokens), array(posterior.transitions)
    _set_expected(prepared.lengths, *expected, array(weights), *memory)
    return gradients


def log_prob_gradients(
    prepared: Prepared, posterior: Posterior, paths: Tensor, weights: Tensor
) -> Gradients:
    gradients, memory = _gradients(prepared)
    expected = array(posterior.tokens), array(posterior.transitions)
    _set_log_probs(prepared.lengths, *expected, array(paths), array(weights), *memory)
    return gradients


def _gradients(prepared: Prepared) -> tuple[Gradients, list[np.ndarray]]:
    """Uninitialised gradients of the scores, and their memory."""
    memory = [np.empty_like(scores) for scores in prepared.arrays[:4]]
    return Gradients(*map(torch.from_numpy, memory)), memory


@kernel
def _labels_known(paths, lengths, labels):
    batch, several, _ = paths.shape
    for row in range(batch):
        for k in range(several):
            # Of a row without tokens, which only gets here unchecked, the first label is read.
            for t in range(max(lengths[row], 1)):
                if not 0 <= paths[row, k, t] < labels:
                    return False
    return True


@part
def path_score(emissions, transitions, start, end, path, count):
    """The score of one path: emissions [T, L], path [T] with labels in range."""
    label = path[0]
    score = np.float64(start[label]) + emissions[0, label]
    for t in range(1, count):
        following = path[t]
        score += np.float64(transitions[label, following]) + emissions[t, following]
        label = following
    return score + end[label]


@kernel
def _path_scores(emissions, transitions, start, end, lengths, paths, scores):
    batch, several, _ = paths.shape
    for row in range(batch):
        for k in range(several):
            scores[row, k] = path_score(
                emissions[row], transitions, start, end, paths[row, k], lengths[row]
            )


@kernel
def _log_probs(emissions, transitions, start, end, lengths, totals, paths, out):
    batch, several, _ = paths.shape
    for row in range(batch):
        for k in range(several):
            score = path_score(emissions[row], transitions, start, end, paths[row, k], lengths[row])
            out[row, k] = score - totals[row]


@kernel
def _set_paths(lengths, paths, weights, emissions, transitions, start, end):
    """Sets gradients to the weighted use of each score by the paths."""
    moves, ends = _zeros(start.size)
    for row in range(lengths.size):
        for t in range(emissions.shape[1]):
            for j in range(start.size):
                emissions[row, t, j] = 0.0
        _add_paths(paths, weights, row, lengths[row], emissions, moves, ends)
    _store(moves, ends, transitions, start, end)


@kernel
def _set_expected(lengths, tokens, counts, weights, emissions, transitions, start, end):
    """Sets gradients to the weighted expected use of each score."""
    moves, ends = _zeros(start.size)
    for row in range(lengths.size):
        _set_row(tokens, counts, weights[row], row, lengths[row], emissions, moves, ends)
    _store(moves, ends, transitions, start, end)


@kernel
def _set_log_probs(lengths, tokens, counts, paths, weights, emissions, transitions, start, end):
    """Sets gradients to the weighted use of scores by the paths, less the expected one."""
    moves, ends = _zeros(start.size)
    for row in range(lengths.size):
        total = 0.0
        for k in range(paths.shape[1]):
            total += weights[row, k]
        _set_row(tokens, counts, -total, row, lengths[row], emissions, moves, ends)
        _add_paths(paths, weights, row, lengths[row], emissions, moves, ends)
    _store(moves, ends, transitions, start, end)


@part
def _zeros(labels):
    """For the gradient of the transitions [L, L], and of start and end scores [2, L]."""
    return np.zeros((labels, labels)), np.zeros((2, labels))


@part
def _add_paths(paths, weights, row, count, emissions, moves, ends):
    """Adds the weight of each path of a row wherever it takes a score."""
    for k in range(paths.shape[1]):
        weight = weights[row, k]
        label = paths[row, k, 0]
        ends[0, label] += weight
        emissions[row, 0, label] += weight
        for t in range(1, count):
            following = paths[row, k, t]
            emissions[row, t, following] += weight
            moves[label, following] += weight
            label = following
        ends[1, label] += weight


@part
def _set_row(tokens, counts, weight, row, count, emissions, moves, ends):
    """Sets a row's emissions to the weighted marginals, and adds to the other gradients."""
    _, longest, labels = tokens.shape
    # In the dtype of what it is multiplied by, or all of that would be widened.
    weight = tokens.dtype.type(weight)
    for t in range(longest):
        for j in range(labels):
            emissions[row, t, j] = weight * tokens[row, t, j]
    for i in range(labels):
        for j in range(labels):
            moves[i, j] += weight * counts[row, i, j]
    for j in range(labels):
        ends[0, j] += weight * tokens[row, 0, j]
        ends[1, j] += weight * tokens[row, count - 1, j]


@part
def _store(moves, ends, transitions, start, end):
    # Number by number: assigning arrays takes numba seconds to compile.
    for i in range(start.size):
        start[i], end[i] = ends[0, i], ends[1, i]
        for j in range(start.size):
            transitions[i, j] = moves[i, j]
