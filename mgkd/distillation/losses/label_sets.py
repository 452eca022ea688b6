"""The probability of all sequences that sets of labels allow."""

import torch
from torch import Tensor

from mgkd.crf import LinearChain
from mgkd.models import Batch


def surprise(chain: LinearChain, allowed: Tensor) -> Tensor:
    """-log sum_y p(y) over the sequences y that take an allowed label at every token, [B].

    allowed [B, T, L] bool; some legal sequence must be allowed.
    """
    return -chain.log_prob_within(allowed)


def with_gold(allowed: Tensor, batch: Batch) -> Tensor:
    """The sets with the gold label of every token of a labelled sentence, [B, T, L] bool."""
    gold = torch.zeros_like(allowed).scatter_(2, batch.labels.unsqueeze(2), True)
    return allowed | (gold & batch.labelled.view(-1, 1, 1))
