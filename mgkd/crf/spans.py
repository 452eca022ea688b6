"""The label sequences that a span's labels leave possible."""

import torch
from torch import Tensor


def spelled_out(start: Tensor, end: Tensor, labels: Tensor, shape: torch.Size) -> Tensor:
    """Only the span's own labels inside it, and all labels elsewhere, [B, N, T, L] bool.

    start, end [B, N]; labels [B, N, S]; shape [B, T, L].
    """
    positions = torch.arange(shape[1], device=start.device)
    offset = positions - start.unsqueeze(2)
    inside = (offset >= 0) & (positions < end.unsqueeze(2))
    wanted = labels.gather(2, offset.clamp(0, labels.shape[2] - 1).long())
    known = torch.arange(shape[2], device=labels.device)
    return (wanted.unsqueeze(3) == known) | ~inside.unsqueeze(3)
