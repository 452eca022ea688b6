"""The score of given label sequences."""

from torch import Tensor

from mgkd.crf.potentials import Potentials, wide


def path_score(potentials: Potentials, paths: Tensor, mask: Tensor) -> Tensor:
    """paths [B, T] -> [B], or [B, K, T] -> [B, K], in the accumulation dtype.

    One gather from each kind of score, however many paths there are; mask [B, T].
    """
    emissions, transitions, start, end, _ = potentials
    dtype = wide(emissions.device)
    real = mask.unsqueeze(1)
    several = paths if paths.dim() == 3 else paths.unsqueeze(1)
    # Where there is no label, any will do: its score is left out below.
    labels = several.long().masked_fill(~real, 0)
    tokens = emissions.gather(2, labels.mT).mT.masked_fill(~real, 0.0)
    moves = labels[..., :-1] * len(start) + labels[..., 1:]
    steps = transitions.flatten().index_select(0, moves.flatten()).view(moves.shape)
    steps = steps.masked_fill(~real[..., 1:], 0.0)
    last = labels[potentials.rows, :, potentials.last]
    ends = start[labels[..., 0]].to(dtype) + end[last]
    total = tokens.sum(2, dtype=dtype) + steps.sum(2, dtype=dtype) + ends
    return total if paths.dim() == 3 else total.squeeze(1)
