"""Means over the real tokens of sentences."""

from torch import Tensor


def mean_over_tokens(values: Tensor, mask: Tensor) -> Tensor:
    """[B]: the mean of values [B, T] where mask [B, T] is true; what is on padding never counts."""
    return values.masked_fill(~mask, 0.0).sum(dim=1) / mask.sum(dim=1)
