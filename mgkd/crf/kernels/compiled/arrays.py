"""Tensors on the CPU as the arrays that kernels read and write."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from mgkd.crf.potentials import Potentials

_NUMPY = {
    torch.float32: np.float32,
    torch.float64: np.float64,
    torch.long: np.int64,
    torch.bool: np.bool_,
}


class Prepared(NamedTuple):
    """Potentials and the same as arrays: emissions, transitions, start, end, lengths."""

    potentials: Potentials
    arrays: tuple[np.ndarray, ...]

    @property
    def lengths(self) -> np.ndarray:
        return self.arrays[4]

    @property
    def dtype(self) -> torch.dtype:
        return self.potentials.emissions.dtype

    @property
    def shape(self) -> torch.Size:
        """[B, T, L]"""
        return self.potentials.emissions.shape


def prepare(potentials: Potentials) -> Prepared:
    potentials = potentials.detach()
    return Prepared(potentials, tuple(map(array, potentials)))


def array(tensor: Tensor) -> np.ndarray:
    """The memory of a tensor without a graph, or of a contiguous copy: one layout, one kernel."""
    return tensor.contiguous().numpy()


def space(dtype: torch.dtype, *shape: int) -> tuple[Tensor, np.ndarray]:
    """An uninitialised tensor, and its memory."""
    memory = np.empty(shape, _NUMPY[dtype])
    return torch.from_numpy(memory), memory
