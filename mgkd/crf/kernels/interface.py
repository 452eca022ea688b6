"""The dynamic programs that a device has to offer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Generator, Tensor

from mgkd.crf.potentials import Potentials
from mgkd.crf.results import BestPath, BestPaths


class Posterior(NamedTuple):
    """What one forward-backward pass finds.

    log_partition [B], -inf for a row without a legal sequence; tokens [B, T, L], the probability
    of each label at each token; transitions [B, L, L], the expected number of times each
    transition is taken. Both are zero on padding and in a row without a legal sequence.
    """

    log_partition: Tensor
    tokens: Tensor
    transitions: Tensor


class EdgePosterior(NamedTuple):
    """Probabilities of tokens and of edges.

    tokens [B, T, L]; edges [B, T-1, L, L], the probability of labels (i, j) at tokens (t, t+1).
    Zero where there is no token or edge, and in a row without a legal sequence.
    """

    tokens: Tensor
    edges: Tensor


class Gradients(NamedTuple):
    """What a loss gains by each score: emissions [B, T, L], transitions [L, L], start, end [L]."""

    emissions: Tensor
    transitions: Tensor
    start: Tensor
    end: Tensor


@dataclass(frozen=True)
class Kernels:
    """One function for each dynamic program. None of them records a graph or changes its input.

    `wide` is the dtype of accumulation, see `mgkd.crf.potentials.wide`. Paths are [B, K, T] long;
    what stands beyond a row's length does not matter in those given, and is 0 in those returned.

    sound(emissions, transitions, start, end, mask) -> whether scores are finite or -inf on real
        tokens, and the mask is true on a prefix of each row, and nowhere empty
    labels_known(paths, lengths, L) -> whether all labels on real tokens are in range

    log_partition(potentials) -> [B], wide
    forward_backward(potentials, dtype) -> Posterior: log_partition wide, the rest in that dtype
    edge_marginals(potentials, dtype) -> EdgePosterior in that dtype
    covariance(potentials, token weights [B, T, L], edge weights [B, T-1 or 1, L, L]) -> the
        gradient of the weighted sum of the marginals, wide: of emissions [B, T, L], and of the
        transitions of each row [B, L, L]. Weights are finite where the probability is not zero.

    path_scores(potentials, paths) -> [B, K], wide
    path_gradients(potentials, paths, weights [B, K]) -> Gradients of sum(weights * path_scores)
    partition_gradients(potentials, posterior, weights [B]) -> those of sum(weights * log Z)
    log_prob_gradients(potentials, posterior, paths, weights) -> those of the weighted sum of the
        paths' log-probabilities; all in the dtype of the potentials

    viterbi(potentials) -> BestPath, scores wide
    kbest(potentials, k) -> BestPaths, scores wide and descending
    sample(potentials, n, generator) -> paths [B, n, T]

    Paths of a row without a legal sequence are labels in range, and their score is -inf.
    """

    name: str
    sound: Callable[[Tensor, Tensor, Tensor, Tensor, Tensor], bool]
    labels_known: Callable[[Tensor, Tensor, int], bool]
    log_partition: Callable[[Potentials], Tensor]
    forward_backward: Callable[[Potentials, torch.dtype], Posterior]
    edge_marginals: Callable[[Potentials, torch.dtype], EdgePosterior]
    covariance: Callable[[Potentials, Tensor, Tensor], tuple[Tensor, Tensor]]
    path_scores: Callable[[Potentials, Tensor], Tensor]
    path_gradients: Callable[[Potentials, Tensor, Tensor], Gradients]
    partition_gradients: Callable[[Potentials, Posterior, Tensor], Gradients]
    log_prob_gradients: Callable[[Potentials, Posterior, Tensor, Tensor], Gradients]
    viterbi: Callable[[Potentials], BestPath]
    kbest: Callable[[Potentials, int], BestPaths]
    sample: Callable[[Potentials, int, Generator | None], Tensor]
