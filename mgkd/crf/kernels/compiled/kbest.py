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

from mgkd.crf.kernels.compiled.arrays import Prepared, space
from mgkd.crf.kernels.compiled.compilation import kernel, part
from mgkd.crf.kernels.compiled.paths import path_score
from mgkd.crf.kernels.compiled.threads import over_rows
from mgkd.crf.kernels.compiled.vectors import aligned, best_sum, largest
from mgkd.crf.kernels.compiled.viterbi import origin, padded_scores
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


def kbest(prepared: Prepared, k: int) -> BestPaths:
    batch, count, _ = prepared.shape
    paths, paths_memory = space(torch.long, batch, k, count)
    scores, scores_memory = space(torch.float64, batch, k)
    valid, valid_memory = space(torch.bool, batch, k)
    paths_memory.fill(0)
    over_rows(_kbest, prepared, paths_memory, scores_memory, valid_memory)
    return BestPaths(paths, scores, valid)


@kernel
def _kbest(emissions, transitions, start, end, lengths, paths, scores, valid, sure, first, last):
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
    candidates = aligned(1, labels)
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
    own, onward, completion = trellis.own, trellis.onward, trellis.completion
    following, second = trellis.following, trellis.second
    labels = emissions.shape[1]
    for t in range(count - 1, -1, -1):
        if t == count - 1:
            for j in range(labels):
                completion[t, j] = 0.0
                own[t, j] = end[j] + emissions[t, j]
        else:
            best_sum(onward, t + 1, arrivals, labels, completion, t)
            for j in range(labels):
                own[t, j] = emissions[t, j]
        if t == 0:
            for j in range(labels):
                own[t, j] += start[j]
        for j in range(labels):
            onward[t, j] = own[t, j] + completion[t, j]
            following[t, j] = -1
            second[t, j] = np.nan


@part
def _search(trellis, found, count, candidates):
    """Finds as many paths as there is room for, or all; how many."""
    paths, left, leader = found.paths, found.left, found.leader
    k, labels = paths.shape[0], trellis.following.shape[1]
    label = np.argmax(trellis.onward[0, :labels])
    if trellis.onward[0, label] == -np.inf:
        return 0
    paths[0, 0] = label
    found.token[0], found.parent[0] = -1, -1
    _follow(trellis, paths, 0, 0, count)
    for size in range(1, k):
        _measure(trellis, found, size - 1, count, candidates)
        parent = 0
        for rank in range(1, size):
            if left[rank, leader[rank]] > left[parent, leader[parent]]:
                parent = rank
        token = leader[parent]
        if left[parent, token] == -np.inf:
            return size
        for t in range(token):
            paths[size, t] = paths[parent, t]
        _ways_left(trellis, found, parent, token, size, candidates)
        label = np.argmax(candidates[0, :labels])
        paths[size, token] = label
        found.token[size], found.parent[size] = token, parent
        _follow(trellis, paths, size, token, count)
        candidates[0, label] = -np.inf
        left[parent, token] = found.before[parent, token] + largest(candidates, 0)
        leader[parent] = np.argmax(left[parent, :count])
    return k


@part
def _follow(trellis, paths, rank, token, count):
    """Completes a path from its label at a token in the best way."""
    onward, completion, following = trellis.onward, trellis.completion, trellis.following
    label = paths[rank, token]
    for t in range(token, count - 1):
        if following[t, label] < 0:
            following[t, label] = origin(
                onward, t + 1, trellis.ways, label, following.shape[1], completion[t, label]
            )
        label = following[t, label]
        paths[rank, t + 1] = label


@part
def _measure(trellis, found, rank, count, candidates):
    """How well a newly found path can be left at each token behind its own deviation."""
    paths, before, left = found.paths, found.before, found.left
    ways, own, second = trellis.ways, trellis.own, trellis.second
    score, previous, best = 0.0, 0, 0
    for t in range(count):
        label = paths[rank, t]
        before[rank, t] = score
        left[rank, t] = -np.inf
        if t > found.token[rank]:
            if t == 0 or np.isnan(second[t - 1, previous]):
                _ways_left(trellis, found, rank, t, rank, candidates)
                rest = largest(candidates, 0)
                if t > 0:
                    second[t - 1, previous] = rest
            else:
                rest = second[t - 1, previous]
            left[rank, t] = score + rest
            if left[rank, t] > left[rank, best]:
                best = t
        if t > 0:
            score += ways[previous, label]
        score += own[t, label]
        previous = label
    found.leader[rank] = best


@part
def _ways_left(trellis, found, rank, token, size, out):
    """The best way on by each label at a token of a path; -inf for those that were taken."""
    paths, onward, ways = found.paths, trellis.onward, trellis.ways
    for j in range(out.shape[1]):
        out[0, j] = -np.inf
    for j in range(trellis.following.shape[1]):
        out[0, j] = onward[token, j]
    if token > 0:
        label = paths[rank, token - 1]
        for j in range(trellis.following.shape[1]):
            out[0, j] += ways[label, j]
    out[0, paths[rank, token]] = -np.inf
    for other in range(rank + 1, size):
        if found.parent[other] == rank and found.token[other] == token:
            out[0, paths[other, token]] = -np.inf


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
