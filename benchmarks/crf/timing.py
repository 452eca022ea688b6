"""Times of several calls, taken in turns."""

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

FEWEST, MOST = 3, 200
LONG, SHORT = 1.0, 0.05


def interleaved(
    calls: Mapping[str, Callable[[], Any]],
    seconds: float,
    clock: Callable[[], float] = time.perf_counter,
    cold: bool = False,
) -> dict[str, float]:
    """The median seconds of each call.

    In every round each call is timed once, so that what slows the machine down for a while slows
    all of them. A short call is made once more before, untimed: it finds the processor's caches
    full of the contender's before it, and how much that costs depends on who that is. With `cold`
    it is timed as it finds them.

    The seconds are shared out equally: a call that has used up its share sits out the rounds that
    the others still make, but not before it was timed 3 times, or once where one call takes a
    second. Everything is called once before.
    """
    share = seconds / len(calls)
    for call in calls.values():
        call()
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(MOST):
        waiting = [name for name in calls if not _enough(taken[name], share)]
        if not waiting:
            break
        for name in waiting:
            if not cold and taken[name] and min(taken[name]) < SHORT:
                calls[name]()
            started = clock()
            calls[name]()
            taken[name].append(clock() - started)
    return {name: statistics.median(times) for name, times in taken.items()}


def _enough(times: list[float], share: float) -> bool:
    return sum(times) >= share and (len(times) >= FEWEST or min(times) >= LONG)
