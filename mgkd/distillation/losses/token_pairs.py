"""Comparing every token of a sentence with every other."""

import torch
from torch import Tensor

from mgkd.distillation.losses.over_tokens import in_full, mean_over_tokens


def scaled_products(rows: Tensor, columns: Tensor) -> Tensor:
    """[B, heads, T, T]: inner products of [B, T, heads, d] with another, by the root of d."""
    with torch.autocast(rows.device.type, enabled=False):
        products = torch.einsum("bihd,bjhd->bhij", in_full(rows), in_full(columns))
    return products / rows.shape[-1] ** 0.5


def log_shares(scores: Tensor, mask: Tensor) -> Tensor:
    """[B, heads, T, T]: logarithm of the softmax of each row over the real tokens.

    0 on the others, which have no share: so that nothing infinite meets a zero.
    """
    padding = ~mask[:, None, None, :]
    shares = scores.masked_fill(padding, -torch.inf).log_softmax(dim=3)
    return shares.masked_fill(padding, 0.0)


def shares(scores: Tensor, mask: Tensor) -> Tensor:
    """[B, heads, T, T]: the softmax of each row over the real tokens; 0 on the others."""
    return log_shares(scores, mask).exp().masked_fill(~mask[:, None, None, :], 0.0)


def mean_over_pairs(values: Tensor, mask: Tensor) -> Tensor:
    """[B]: the mean of values [B, T, T] over pairs of real tokens."""
    columns = values.masked_fill(~mask.unsqueeze(1), 0.0).sum(dim=2) / mask.sum(dim=1, keepdim=True)
    return mean_over_tokens(columns, mask)
