"""The best path: maxima only on the way, and the labels they came from found on the way back."""

import numpy as np
import torch

from mgkd.crf.kernels.compiled.arrays import Prepared, space
from mgkd.crf.kernels.compiled.compilation import kernel, part
from mgkd.crf.kernels.compiled.paths import path_score
from mgkd.crf.kernels.compiled.threads import over_rows
from mgkd.crf.kernels.compiled.vectors import aligned, best_sum
from mgkd.crf.results import BestPath


def viterbi(prepared: Prepared) -> BestPath:
    """Source: Viterbi 1967."""
    batch, count, _ = prepared.shape
    paths, paths_memory = space(torch.long, batch, count)
    scores, scores_memory = space(torch.float64, batch)
    over_rows(_viterbi, prepared, paths_memory, scores_memory)
    return BestPath(paths, scores)


@kernel
def _viterbi(emissions, transitions, start, end, lengths, paths, scores, sure, first, last):
    longest, labels = emissions.shape[1:]
    ways, arrivals = padded_scores(transitions), padded_scores(transitions.T)
    # The best score of all ways to a label at a token, without and with the label's own score.
    before, reached = aligned(longest, labels), aligned(longest, labels)
    for row in range(first, last):
        count = lengths[row]
        for t in range(count):
            if t == 0:
                for j in range(labels):
                    before[0, j] = start[j]
            else:
                best_sum(reached, t - 1, ways, labels, before, t)
            for j in range(labels):
                reached[t, j] = before[t, j] + emissions[row, t, j]
        for j in range(labels):
            reached[count - 1, j] += end[j]
        label = np.argmax(reached[count - 1, :labels])
        paths[row, count - 1] = label
        for t in range(count - 1, 0, -1):
            label = origin(reached, t - 1, arrivals, label, labels, before[t, label])
            paths[row, t - 1] = label
        paths[row, count:] = 0
        scores[row] = path_score(emissions[row], transitions, start, end, paths[row], count)


@part
def padded_scores(scores):
    """A copy of a matrix [L, L] of scores, aligned, with -inf on the padding."""
    labels = scores.shape[0]
    copy = aligned(labels, labels)
    copy[:] = -np.inf
    for i in range(labels):
        for j in range(labels):
            copy[i, j] = scores[i, j]
    return copy


@part
def origin(reached, t, arrivals, label, labels, best):
    """The first label i with reached[t, i] + arrivals[label, i] == best.

    0 if there is none, which is so for scores that are not numbers.
    """
    for i in range(labels):
        if reached[t, i] + arrivals[label, i] == best:
            return i
    return 0
