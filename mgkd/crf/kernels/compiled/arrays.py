"""Tensors on the CPU as the arrays that kernels read and write."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from mgkd.crf.potentials import Potentials


class Prepared(NamedTuple):
    """Potentials and the same as arrays: emissions, transitions, start, end, lengths."""

    potentials: Potentials
    arrays: tuple[np.ndarray, ...]

    @property
    def lengths(self) -> np.ndarray:
        return self.arrays[4]


def prepare(potentials: Potentials) -> Prepared:
    potentials = potentials.detach()
    return Prepared(potentials, tuple(map(array, potentials)))


def array(tensor: Tensor) -> np.ndarray:
    """The memory of a tensor without a graph, or of a contiguous copy: one layout, one kernel."""
    return tensor.contiguous().numpy()


def space(shape: tuple[int, ...], dtype: torch.dtype) -> tuple[Tensor, np.ndarray]:
    """An uninitialised tensor, and its memory."""
    tensor = torch.empty(shape, dtype=dtype)
    return tensor, tensor.numpy()
