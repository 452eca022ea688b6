"""What a chain's kernels work on."""

from typing import NamedTuple

import torch
from torch import Tensor


class Potentials(NamedTuple):
    """The scores of a batch of chains, as given: a kernel ignores what lies beyond a length.

    emissions [B, T, L]; transitions [L, L] (from, to); start [L]; end [L]; lengths [B] long, each
    from 1 to T. Entries on real tokens are finite or -inf, and all share one dtype, float32 or
    float64.
    """

    emissions: Tensor
    transitions: Tensor
    start: Tensor
    end: Tensor
    lengths: Tensor

    @property
    def last(self) -> Tensor:
        """The position of each row's last real token, [B]."""
        return self.lengths - 1

    @property
    def rows(self) -> Tensor:
        """The index of each row, [B]."""
        return torch.arange(len(self.lengths), device=self.lengths.device)

    def detach(self) -> "Potentials":
        """The same scores, cut from the graph that made them."""
        return Potentials(*(part.detach() for part in self))

    @property
    def real(self) -> Tensor:
        """True on real tokens, [B, T]."""
        positions = torch.arange(self.emissions.shape[1], device=self.lengths.device)
        return positions < self.lengths.unsqueeze(1)

    def select(self, rows: Tensor) -> "Potentials":
        """Only some rows: their indices, or [B] bool."""
        return self._replace(emissions=self.emissions[rows], lengths=self.lengths[rows])

    def repeat(self, times: int) -> "Potentials":
        """Each row several times in a row."""
        return self._replace(
            emissions=self.emissions.repeat_interleave(times, 0),
            lengths=self.lengths.repeat_interleave(times, 0),
        )


def wide(device: torch.device) -> torch.dtype:
    """The dtype in which scores are added up: the widest one that the device computes in.

    A sum of hundreds of float32 scores loses the digits that a difference of two such sums, a
    log-probability, is made of.
    """
    return torch.float32 if device.type == "mps" else torch.float64
