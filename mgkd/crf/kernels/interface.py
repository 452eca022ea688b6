"""The dynamic programs that a device has to offer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

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

    `prepared` is what prepare makes of potentials, in a form of these kernels' own and without a
    graph. `wide` is the dtype of accumulation, see `mgkd.crf.potentials.wide`. Paths are [B, K, T]
    long; what stands beyond a row's length does not matter in those given, and is 0 in those
    returned.

    sound(prepared, mask) -> whether scores are finite or -inf on real tokens, and the mask is true
        on a prefix of each row, and nowhere empty
    labels_known(prepared, paths) -> whether all labels on real tokens are in range

    log_partition(prepared) -> [B], wide
    forward_backward(prepared, dtype) -> Posterior: log_partition wide, the rest in that dtype
    edge_marginals(prepared, dtype) -> EdgePosterior in that dtype
    covariance(prepared, token weights [B, T, L], edge weights [B, T-1 or 1, L, L]) -> the gradient
        of the weighted sum of the marginals, wide: of emissions [B, T, L], and of the transitions
        of each row [B, L, L]. Weights are finite where the probability is not zero, and may be
        anything where it is.

    path_scores(prepared, paths) -> [B, K], wide
    log_probs(prepared, posterior, paths) -> [B, K], in the dtype of the potentials
    path_gradients(prepared, paths, weights [B, K]) -> Gradients of sum(weights * path_scores)
    partition_gradients(prepared, posterior, weights [B]) -> those of sum(weights * log Z)
    log_prob_gradients(prepared, posterior, paths, weights [B, K]) -> those of
        sum(weights * log_probs); all in the dtype of the potentials

    viterbi(prepared) -> BestPath, its scores wide
    kbest(prepared, k) -> BestPaths, their scores wide and descending
    sample(prepared, n, generator) -> paths [B, n, T]

    Paths of a row without a legal sequence are labels in range, and their score is -inf.
    """

    name: str
    prepare: Callable[[Potentials], Any]
    sound: Callable[[Any, Tensor], bool]
    labels_known: Callable[[Any, Tensor], bool]
    log_partition: Callable[[Any], Tensor]
    forward_backward: Callable[[Any, torch.dtype], Posterior]
    edge_marginals: Callable[[Any, torch.dtype], EdgePosterior]
    covariance: Callable[[Any, Tensor, Tensor], tuple[Tensor, Tensor]]
    path_scores: Callable[[Any, Tensor], Tensor]
    log_probs: Callable[[Any, Posterior, Tensor], Tensor]
    path_gradients: Callable[[Any, Tensor, Tensor], Gradients]
    partition_gradients: Callable[[Any, Posterior, Tensor], Gradients]
    log_prob_gradients: Callable[[Any, Posterior, Tensor, Tensor], Gradients]
    viterbi: Callable[[Any], BestPath]
    kbest: Callable[[Any, int], BestPaths]
    sample: Callable[[Any, int, Generator | None], Tensor]
