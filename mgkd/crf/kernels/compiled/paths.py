"""Scores of given paths, and what they and the marginals add to a gradient."""

import numpy as np
import torch
from torch import Tensor

from mgkd.crf.kernels.compiled.arrays import array, arrays
from mgkd.crf.kernels.compiled.compilation import kernel, part
from mgkd.crf.kernels.interface import Gradients, Posterior
from mgkd.crf.potentials import Potentials


def labels_known(paths: Tensor, lengths: Tensor, labels: int) -> bool:
    return _labels_known(array(paths), array(lengths), labels)


def path_scores(potentials: Potentials, paths: Tensor) -> Tensor:
    scores = torch.empty(paths.shape[:2], dtype=torch.float64)
    _path_scores(*arrays(potentials), array(paths), array(scores))
    return scores


def path_gradients(potentials: Potentials, paths: Tensor, weights: Tensor) -> Gradients:
    gradients = Gradients(*map(torch.zeros_like, potentials[:4]))
    _add_paths(array(potentials.lengths), array(paths), array(weights), *map(array, gradients))
    return gradients


def partition_gradients(potentials: Potentials, posterior: Posterior, weights: Tensor) -> Gradients:
    gradients = Gradients(*map(torch.empty_like, potentials[:4]))
    _set_expected(
        array(potentials.lengths),
        array(posterior.tokens),
        array(posterior.transitions),
        array(weights),
        *map(array, gradients),
    )
    return gradients


def log_prob_gradients(
    potentials: Potentials, posterior: Posterior, paths: Tensor, weights: Tensor
) -> Gradients:
    gradients = partition_gradients(potentials, posterior, -weights.sum(1))
    _add_paths(array(potentials.lengths), array(paths), array(weights), *map(array, gradients))
    return gradients


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
def _add_paths(lengths, paths, weights, emissions, transitions, start, end):
    """Adds the weight of each path wherever it takes a score."""
    batch, several, _ = paths.shape
    moves = np.zeros(transitions.shape)
    starts, ends = np.zeros(start.shape), np.zeros(end.shape)
    for row in range(batch):
        count = lengths[row]
        for k in range(several):
            weight = weights[row, k]
            label = paths[row, k, 0]
            starts[label] += weight
            emissions[row, 0, label] += weight
            for t in range(1, count):
                following = paths[row, k, t]
                emissions[row, t, following] += weight
                moves[label, following] += weight
                label = following
            ends[label] += weight
    transitions += moves
    start += starts
    end += ends


@kernel
def _set_expected(lengths, tokens, counts, weights, emissions, transitions, start, end):
    """Sets gradients to the weighted expected use of each score."""
    batch, longest, labels = tokens.shape
    moves = np.zeros(transitions.shape)
    starts, ends = np.zeros(start.shape), np.zeros(end.shape)
    for row in range(batch):
        weight, last = weights[row], lengths[row] - 1
        for t in range(longest):
            for j in range(labels):
                emissions[row, t, j] = weight * tokens[row, t, j]
        for i in range(labels):
            for j in range(labels):
                moves[i, j] += weight * counts[row, i, j]
        for j in range(labels):
            starts[j] += weight * tokens[row, 0, j]
            ends[j] += weight * tokens[row, last, j]
    transitions[:] = moves
    start[:] = starts
    end[:] = ends
