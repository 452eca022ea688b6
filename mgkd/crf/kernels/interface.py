"""The dynamic programs that a device has to offer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from torch import Generator, Tensor

from mgkd.crf.potentials import Potentials


class Posterior(NamedTuple):
    """What one forward-backward pass finds. All in the accumulation dtype.

    log_partition [B], -inf for a row without a legal sequence; tokens [B, T, L], the probability
    of each label at each token; transitions [B, L, L], the expected number of times each
    transition is taken. Both are zero on padding and in a row without a legal sequence.
    """

    log_partition: Tensor
    tokens: Tensor
    transitions: Tensor


class EdgePosterior(NamedTuple):
    """Probabilities of tokens and of edges, in the accumulation dtype.

    tokens [B, T, L]; edges [B, T-1, L, L], the probability of labels (i, j) at tokens (t, t+1).
    Zero where there is no token or edge, and in a row without a legal sequence.
    """

    tokens: Tensor
    edges: Tensor


class Candidates(NamedTuple):
    """Paths found by a k-best search: paths [B, k, T] and valid [B, k].

    Valid paths come first and are distinct; labels beyond a length are arbitrary.
    """

    paths: Tensor
    valid: Tensor


@dataclass(frozen=True)
class Kernels:
    """One function for each dynamic program. None of them records a graph or changes its input.

    log_partition(potentials) -> [B]
    forward_backward(potentials) -> Posterior
    edge_marginals(potentials) -> EdgePosterior
    covariance(posterior, token weights [B, T, L], edge weights [B, T-1 or 1, L, L]) -> the gradient
        of the weighted sum of the marginals: of emissions [B, T, L], of transitions [B, L, L]
    viterbi(potentials) -> paths [B, T]; labels beyond a length are arbitrary
    kbest(potentials, k) -> Candidates
    sample(potentials, n, generator) -> paths [B, n, T]; labels beyond a length are arbitrary

    Paths of a row without a legal sequence are arbitrary labels in range.
    """

    name: str
    log_partition: Callable[[Potentials], Tensor]
    forward_backward: Callable[[Potentials], Posterior]
    edge_marginals: Callable[[Potentials], EdgePosterior]
    covariance: Callable[[EdgePosterior, Tensor, Tensor], tuple[Tensor, Tensor]]
    viterbi: Callable[[Potentials], Tensor]
    kbest: Callable[[Potentials, int], Candidates]
    sample: Callable[[Potentials, int, Generator | None], Tensor]
