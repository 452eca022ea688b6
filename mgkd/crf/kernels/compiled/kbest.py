"""The k best paths, by deviations from those already found.

As in the plain kernel, a path leaves a better one at some token and goes on in the best way. So
behind that token it has the best label after each label, and the best way to leave it there is by
the second best one. Both depend on the token and the label before alone; they are looked for when
a path first comes by, and there are few such places, since good paths are alike. What is left is
one sum for each token of each path. Source: Lawler 1972; Nilsson and Goldberger 2001.
"""

from typing import NamedTuple

import numpy as np
import torch

from mgkd.crf.kernels.compiled.arrays import array, arrays
from mgkd.crf.kernels.compiled.compilation import kernel, part
from mgkd.crf.kernels.compiled.paths import path_score
from mgkd.crf.kernels.compiled.threads import over_rows
from mgkd.crf.kernels.compiled.vectors import aligned, best_sum, largest
from mgkd.crf.kernels.compiled.viterbi import origin, padded_scores
from mgkd.crf.potentials import Potentials
from mgkd.crf.results import BestPaths


class _Trellis(NamedTuple):
    """Best ways on in one row. All arrays but ways are [T, L], padded.

    ways: transitions. own: emissions with start and end. onward: the best way on from a label, its
    own score included. completion: the same without it. following: the first label on that way, or
    -1 while it is not known. second: the best way on by any other label, or NaN.
    """

    ways: np.ndarray
    own: np.ndarray
    onward: np.ndarray
    completion: np.ndarray
    following: np.ndarray
    second: np.ndarray


class _Found(NamedTuple):
    """Paths found in one row, and how they can be left.

    paths: [k, T]. before: score of what comes before each token, [k, T]. left: score of the
    best path that leaves this one at each token and is not found yet, [k, T]. leader: the token of
    the best of these, [k]. token, parent: where each path leaves which other, [k].
    """

    paths: np.ndarray
    before: np.ndarray
    left: np.ndarray
    leader: np.ndarray
    token: np.ndarray
    parent: np.ndarray


def kbest(potentials: Potentials, k: int) -> BestPaths:
    batch, count, labels = potentials.emissions.shape
    best = BestPaths(
        torch.zeros(batch, k, count, dtype=torch.long),
        torch.empty(batch, k, dtype=torch.float64),
        torch.empty(batch, k, dtype=torch.bool),
    )
    over_rows(_kbest, potentials.lengths, labels, *arrays(potentials), *map(array, best))
    return best


@kernel
def _kbest(emissions, transitions, start, end, lengths, paths, scores, valid, first, last):
    longest, labels = emissions.shape[1:]
    k = paths.shape[1]
    arrivals = padded_scores(transitions.T)
    trellis = _Trellis(
        padded_scores(transitions),
        aligned(longest, labels),
        aligned(longest, labels),
        aligned(longest, labels),
        np.empty((longest, labels), dtype=np.int64),
        aligned(longest, labels),
    )
    before, left = np.empty((k, longest)), np.empty((k, longest))
    leader, token, parent = np.empty(k, np.int64), np.empty(k, np.int64), np.empty(k, np.int64)
    candidates = aligned(1, labels)[0]
    for row in range(first, last):
        count = lengths[row]
        _complete(trellis, emissions[row], start, end, arrivals, count)
        found = _Found(paths[row], before, left, leader, token, parent)
        size = _search(trellis, found, count, candidates)
        for rank in range(k):
            valid[row, rank] = rank < size
            scores[row, rank] = -np.inf
        for rank in range(size):
            scores[row, rank] = path_score(
                emissions[row], transitions, start, end, paths[row, rank], count
            )
        _sort(paths[row], scores[row], size)


@part
def _complete(trellis, emissions, start, end, arrivals, count):
    """Fills a trellis for a row of so many tokens."""
    labels = emissions.shape[1]
    for t in range(count - 1, -1, -1):
        own, onward, completion = trellis.own[t], trellis.onward[t], trellis.completion[t]
        for j in range(labels):
            own[j] = emissions[t, j]
        if t == 0:
            for j in range(labels):
                own[j] += start[j]
        if t == count - 1:
            completion[:] = 0.0
            for j in range(labels):
                own[j] += end[j]
        else:
            best_sum(trellis.onward[t + 1], arrivals, labels, completion)
        for j in range(labels):
            onward[j] = own[j] + completion[j]
    trellis.following[:count] = -1
    trellis.second[:count] = np.nan


@part
def _search(trellis, found, count, candidates):
    """Finds as many paths as there is room for, or all; how many."""
    k, labels = found.paths.shape[0], trellis.following.shape[1]
    label = np.argmax(trellis.onward[0, :labels])
    if trellis.onward[0, label] == -np.inf:
        return 0
    found.paths[0, 0] = label
    found.token[0], found.parent[0] = -1, -1
    _follow(trellis, found.paths[0], 0, count)
    for size in range(1, k):
        _measure(trellis, found, size - 1, count, candidates)
        parent = 0
        for rank in range(1, size):
            if found.left[rank, found.leader[rank]] > found.left[parent, found.leader[parent]]:
                parent = rank
        token = found.leader[parent]
        if found.left[parent, token] == -np.inf:
            return size
        path = found.paths[size]
        path[:token] = found.paths[parent, :token]
        _ways_left(trellis, found, parent, token, size, candidates)
        path[token] = np.argmax(candidates[:labels])
        found.token[size], found.parent[size] = token, parent
        _follow(trellis, path, token, count)
        candidates[path[token]] = -np.inf
        found.left[parent, token] = found.before[parent, token] + largest(candidates)
        found.leader[parent] = np.argmax(found.left[parent, :count])
    return k


@part
def _follow(trellis, path, token, count):
    """Completes a path from its label at a token in the best way."""
    labels = trellis.following.shape[1]
    for t in range(token, count - 1):
        label = path[t]
        if trellis.following[t, label] < 0:
            trellis.following[t, label] = origin(
                trellis.onward[t + 1], trellis.ways[label], labels, trellis.completion[t, label]
            )
        path[t + 1] = trellis.following[t, label]


@part
def _measure(trellis, found, rank, count, candidates):
    """How well a newly found path can be left at each token behind its own deviation."""
    path = found.paths[rank]
    score = 0.0
    found.left[rank, :count] = -np.inf
    for t in range(count):
        found.before[rank, t] = score
        if t > found.token[rank]:
            if t == 0:
                _ways_left(trellis, found, rank, 0, rank, candidates)
                second = largest(candidates)
            else:
                second = trellis.second[t - 1, path[t - 1]]
                if np.isnan(second):
                    _ways_left(trellis, found, rank, t, rank, candidates)
                    second = largest(candidates)
                    trellis.second[t - 1, path[t - 1]] = second
            found.left[rank, t] = score + second
        if t > 0:
            score += trellis.ways[path[t - 1], path[t]]
        score += trellis.own[t, path[t]]
    found.leader[rank] = np.argmax(found.left[rank, :count])


@part
def _ways_left(trellis, found, rank, token, size, out):
    """The best way on by each label at a token of a path; -inf for those that were taken."""
    labels = trellis.following.shape[1]
    out[:] = -np.inf
    for j in range(labels):
        out[j] = trellis.onward[token, j]
    if token > 0:
        label = found.paths[rank, token - 1]
        for j in range(labels):
            out[j] += trellis.ways[label, j]
    out[found.paths[rank, token]] = -np.inf
    for other in range(rank + 1, size):
        if found.parent[other] == rank and found.token[other] == token:
            out[found.paths[other, token]] = -np.inf


@part
def _sort(paths, scores, size):
    """By score; those that the search took in another order differ in the last digit."""
    for rank in range(1, size):
        place = rank
        while place > 0 and scores[place - 1] < scores[place]:
            scores[place - 1], scores[place] = scores[place], scores[place - 1]
            for t in range(paths.shape[1]):
                paths[place - 1, t], paths[place, t] = paths[place, t], paths[place - 1, t]
            place -= 1
