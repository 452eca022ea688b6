"""The divergence between distributions over the labels of tokens."""

import torch
from torch import Tensor

# p / q, the gradient, must stay finite.
LEAST = {torch.float64: 1e-140, torch.float32: 1e-30}


def token_kl(teacher: Tensor, student: Tensor) -> Tensor:
    """sum_t KL(p_t || q_t) of probabilities p and q [B, T, L], [B].

    A token adds nothing where p is zero throughout, as on padding. A probability q below 1e-140 in
    float64, 1e-30 in float32, counts as that and gets no gradient.
    """
    possible = student.clamp(min=LEAST[student.dtype])
    surprise = torch.xlogy(teacher, teacher) - torch.xlogy(teacher, possible)
    return surprise.sum(dim=(1, 2))
