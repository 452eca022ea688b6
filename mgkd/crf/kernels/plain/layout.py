"""How the torch kernels lay a batch out: time first, start and end scores folded in.

Every loop over time runs forwards, from position 0 of every row. A backward recursion is a
forward one over rows reversed within their lengths, so that ragged rows need no masking inside a
loop: what is computed beyond a length is never read.
"""

import torch
from torch import Tensor

from mgkd.crf.potentials import Potentials, wide


def real_tokens(potentials: Potentials) -> Tensor:
    """True on real tokens, [T, B]."""
    return potentials.real.mT


def rows_first(values: Tensor, dtype: torch.dtype) -> Tensor:
    """[T, B, ...] -> [B, T, ...]."""
    return values.transpose(0, 1).to(dtype)


def unary_scores(potentials: Potentials) -> Tensor:
    """Emissions with start and end scores added where they apply, [T, B, L]; zero on padding."""
    batch, count, labels = potentials.emissions.shape
    dtype = wide(potentials.emissions.device)
    unary = potentials.emissions.new_empty((count, batch, labels), dtype=dtype)
    unary.copy_(potentials.emissions.transpose(0, 1))
    unary.masked_fill_(~real_tokens(potentials).unsqueeze(2), 0.0)
    unary[0] += potentials.start
    unary[potentials.last, potentials.rows] += potentials.end
    return unary


def reverse(values: Tensor, lengths: Tensor) -> Tensor:
    """Each row's first `length` steps in reverse, the rest in place; values [T, B, ...].

    Reversing twice gives the values back.
    """
    count, batch = values.shape[:2]
    positions = torch.arange(count, device=lengths.device).unsqueeze(1)
    source = torch.where(positions < lengths, lengths - 1 - positions, positions)
    source = source * batch + torch.arange(batch, device=lengths.device)
    return values.flatten(0, 1).index_select(0, source.flatten()).view_as(values)
