"""Exponentials that do not dwell on underflow.

Vectorised exp takes a slow path, ten times slower on CPU, for every result below the smallest
normal number, -inf included. Masked labels and large penalties are just that, so they are cut off
first; what is cut off is below exp(-700) for float64, exp(-87) for float32.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional


def exponential(scores: Tensor) -> Tensor:
    """exp(scores), with 0 for what would be next to the smallest number."""
    lowest = _lowest(scores)
    weights = scores.clamp(min=lowest).exp_()
    return functional.threshold_(weights, 1.01 * math.exp(lowest), 0.0)


def log_sum_(scores: Tensor) -> Tensor:
    """log(sum(exp(scores))) over the last dimension; -inf where all are. Overwrites the scores."""
    largest = scores.amax(-1, keepdim=True)
    relative = scores.sub_(largest.clamp(min=torch.finfo(scores.dtype).min))
    total = relative.clamp_(min=_lowest(scores)).exp_().sum(-1, keepdim=True)
    return total.log_().add_(largest).squeeze(-1)


def _lowest(scores: Tensor) -> float:
    return -87.0 if scores.dtype == torch.float32 else -700.0
