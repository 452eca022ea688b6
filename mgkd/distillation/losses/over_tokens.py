"""Means over the real tokens of sentences."""

import torch
from torch import Tensor


def mean_over_tokens(values: Tensor, mask: Tensor) -> Tensor:
    """[B]: the mean of values [B, T] where mask [B, T] is true; what is on padding never counts."""
    return values.masked_fill(~mask, 0.0).sum(dim=1) / mask.sum(dim=1)


def in_full(values: Tensor) -> Tensor:
    """The same in float32 or better, whatever autocast made of them: sums need it."""
    return values.to(torch.promote_types(values.dtype, torch.float32))
