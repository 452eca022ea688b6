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
    for gradient in memory:
        gradient.fill(0.0)
    _add_paths(prepared.lengths, array(paths), array(weights), *memory)
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
            for t in range(lengths[row]):
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
def _add_paths(lengths, paths, weights, emissions, transitions, start, end):
    """Adds the weight of each path wherever it takes a score."""
    moves = np.zeros(transitions.shape)
    starts, ends = np.zeros(start.shape), np.zeros(end.shape)
    for row in range(len(lengths)):
        _take(paths[row], weights[row], lengths[row], emissions[row], moves, starts, ends)
    transitions += moves
    start += starts
    end += ends


@kernel
def _set_expected(lengths, tokens, counts, weights, emissions, transitions, start, end):
    """Sets gradients to the weighted expected use of each score."""
    moves = np.zeros(transitions.shape)
    starts, ends = np.zeros(start.shape), np.zeros(end.shape)
    for row in range(len(lengths)):
        _expect(
            tokens[row], counts[row], weights[row], lengths[row],
            emissions[row], moves, starts, ends,
        )  # fmt: skip
    transitions[:] = moves
    start[:] = starts
    end[:] = ends


@kernel
def _set_log_probs(lengths, tokens, counts, paths, weights, emissions, transitions, start, end):
    """Sets gradients to the weighted use of scores by the paths, less the expected one."""
    moves = np.zeros(transitions.shape)
    starts, ends = np.zeros(start.shape), np.zeros(end.shape)
    for row in range(len(lengths)):
        _expect(
            tokens[row], counts[row], -weights[row].sum(), lengths[row],
            emissions[row], moves, starts, ends,
        )  # fmt: skip
        _take(paths[row], weights[row], lengths[row], emissions[row], moves, starts, ends)
    transitions[:] = moves
    start[:] = starts
    end[:] = ends


@part
def _take(paths, weights, count, emissions, moves, starts, ends):
    """Adds the weight of each path of a row wherever it takes a score."""
    for k in range(paths.shape[0]):
        weight = weights[k]
        label = paths[k, 0]
        starts[label] += weight
        emissions[0, label] += weight
        for t in range(1, count):
            following = paths[k, t]
            emissions[t, following] += weight
            moves[label, following] += weight
            label = following
        ends[label] += weight


@part
def _expect(tokens, counts, weight, count, emissions, moves, starts, ends):
    """Sets a row's emissions to the weighted marginals, and adds to the other gradients."""
    labels = tokens.shape[1]
    weight = tokens.dtype.type(weight)
    flat, marginals = emissions.reshape(emissions.size), tokens.reshape(tokens.size)
    for place in range(count * labels):
        flat[place] = weight * marginals[place]
    flat[count * labels :] = 0.0
    for i in range(labels):
        for j in range(labels):
            moves[i, j] += weight * counts[i, j]
    for j in range(labels):
        starts[j] += weight * tokens[0, j]
        ends[j] += weight * tokens[count - 1, j]
