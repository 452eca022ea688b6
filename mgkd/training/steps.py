"""Which batches make one update of the parameters, and which process takes which."""

import math
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """One batch of one process.

    Attributes:
        index: of the batch in the epoch.
        scale: what its loss is multiplied by; 0 for a stand-in, which is only there because all
            processes must take equally many.
    """

    index: int
    scale: float


def updates(
    batches: int, accumulation: int = 1, processes: int = 1, rank: int = 0
) -> Iterator[list[Share]]:
    """The shares of process `rank` in every update of an epoch.

    An update takes the next `accumulation * processes` batches, the last one what is left. Since
    gradients are summed within a process and averaged over processes, the scales make every
    update's gradient the mean over its batches, however many there are.
    """
    size = accumulation * processes
    for start in range(0, batches, size):
        group = range(start, min(start + size, batches))
        shares = [Share(index, processes / len(group)) for index in group[rank::processes]]
        missing = math.ceil(len(group) / processes) - len(shares)
        yield shares + [Share(start, 0.0)] * missing


def update_count(batches: int, accumulation: int = 1, processes: int = 1) -> int:
    """How many updates an epoch of that many batches has."""
    return math.ceil(batches / (accumulation * processes))
