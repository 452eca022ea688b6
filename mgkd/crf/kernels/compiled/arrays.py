"""Tensors on the CPU as the arrays that kernels read and write."""

import numpy as np
from torch import Tensor

from mgkd.crf.potentials import Potentials


def array(tensor: Tensor) -> np.ndarray:
    """The tensor's memory, or that of a contiguous copy; one layout keeps one compiled kernel."""
    return tensor.detach().contiguous().numpy()


def arrays(potentials: Potentials) -> tuple[np.ndarray, ...]:
    """emissions, transitions, start, end, lengths."""
    return tuple(array(part) for part in potentials)
