"""What decoding returns."""

from typing import NamedTuple

from torch import Tensor


class BestPath(NamedTuple):
    """The highest-scoring label sequence of each row.

    paths [B, T] long, 0 on padding; scores [B], differentiable with respect to the chain's scores.
    """

    paths: Tensor
    scores: Tensor


class BestPaths(NamedTuple):
    """The k highest-scoring label sequences of each row, best first, no two of them equal.

    paths [B, k, T] long, 0 on padding and where not valid; scores [B, k] descending, -inf where not
    valid, differentiable where valid; valid [B, k] bool, false where the row has fewer legal
    sequences.
    """

    paths: Tensor
    scores: Tensor
    valid: Tensor
