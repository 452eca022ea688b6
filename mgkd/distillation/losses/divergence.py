"""The divergence between distributions over the labels of tokens."""

import torch
from torch import Tensor

LEAST = 1e-30  # p / q, the gradient, must stay finite in float32


def token_kl(teacher: Tensor, student: Tensor) -> Tensor:
    """sum_t KL(p_t || q_t) of probabilities p and q [B, T, L], [B].

    A token adds nothing where p is zero throughout, as on padding. A probability q below 1e-30
    counts as that and gets no gradient.
    """
    surprise = torch.xlogy(teacher, teacher) - torch.xlogy(teacher, student.clamp(min=LEAST))
    return surprise.sum(dim=(1, 2))
