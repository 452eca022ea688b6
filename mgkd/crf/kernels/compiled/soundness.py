"""Whether scores and mask are what a chain can be made of, in one look at each number."""

import numpy as np
from torch import Tensor

from mgkd.crf.kernels.compiled.arrays import Prepared, array
from mgkd.crf.kernels.compiled.compilation import kernel, part


def sound(prepared: Prepared, mask: Tensor) -> bool:
    emissions, transitions, start, end, _ = prepared.arrays
    return _sound(emissions, transitions, start, end, array(mask))


@kernel
def _sound(emissions, transitions, start, end, mask):
    if not (_below_infinity(start) and _below_infinity(end)):
        return False
    for label in range(transitions.shape[0]):
        if not _below_infinity(transitions[label]):
            return False
    batch, longest, labels = emissions.shape
    for row in range(batch):
        count = 0
        while count < longest and mask[row, count]:
            count += 1
        if count == 0 or mask[row, count:].any():
            return False
        if not _below_infinity(emissions[row].reshape(longest * labels)[: count * labels]):
            return False
    return True


@part
def _below_infinity(scores):
    """Whether all scores are finite or -inf. Counted, since a loop that may end early is slow."""
    count = 0
    for place in range(scores.size):
        # False for NaN too.
        count += 1 if scores[place] < np.inf else 0
    return count == scores.size
