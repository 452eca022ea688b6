"""A figure over several runs."""

import statistics
from collections.abc import Sequence

from mgkd.evaluation.results import Measured


class Spread(Measured):
    """Mean and sample standard deviation; of one value there is no deviation."""

    mean: float
    deviation: float | None
    count: int


def spread(values: Sequence[float]) -> Spread | None:
    """None where there is no value."""
    if not values:
        return None
    deviation = statistics.stdev(values) if len(values) > 1 else None
    return Spread(mean=statistics.fmean(values), deviation=deviation, count=len(values))
