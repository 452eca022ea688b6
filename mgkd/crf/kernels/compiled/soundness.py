"""Whether scores and mask are what a chain can be made of, in one look at each number."""

import numpy as np
from torch import Tensor

from mgkd.crf.kernels.compiled.arrays import array
from mgkd.crf.kernels.compiled.compilation import kernel, part


def sound(emissions: Tensor, transitions: Tensor, start: Tensor, end: Tensor, mask: Tensor) -> bool:
    return _sound(*map(array, (emissions, transitions, start, end, mask)))


@kernel
def _sound(emissions, transitions, start, end, mask):
    if not (_below_infinity(transitions.ravel()) and _below_infinity(start)):
        return False
    if not _below_infinity(end):
        return False
    for row in range(mask.shape[0]):
        count = 0
        while count < mask.shape[1] and mask[row, count]:
            count += 1
        if count == 0 or mask[row, count:].any():
            return False
        if not _below_infinity(emissions[row, :count].ravel()):
            return False
    return True


@part
def _below_infinity(scores):
    """Whether all scores are finite or -inf; a comparison with NaN is false."""
    fine = True
    for score in scores:
        fine &= score < np.inf
    return fine
