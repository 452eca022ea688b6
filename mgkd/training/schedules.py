"""Learning rates over the steps of a training."""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator

from pydantic import NonNegativeFloat

from mgkd.config import Arguments, Fraction, Problem, Registry, obey


def warmup_is_a_fraction_or_a_count(config: Arguments) -> Iterator[Problem]:
    warmup = config["warmup"]
    if warmup >= 1 and warmup != int(warmup):
        message = f"is a fraction below 1 or a whole number of steps, not {warmup}"
        yield config.problem("warmup", message)


class Schedule(ABC):
    """A factor by which all learning rates are multiplied, over the steps.

    Args:
        warmup: the rise from almost nothing to 1 takes this fraction of all steps if below 1, or
            else this many steps.
    """

    rules = (warmup_is_a_fraction_or_a_count,)

    def __init__(self, warmup: NonNegativeFloat = 0.0) -> None:
        obey(self.rules, warmup=warmup)
        self.warmup = warmup

    def factor(self, step: int, total_steps: int) -> float:
        """The factor of update number `step` (from 0) out of `total_steps`.

        Warm-up of W steps gives (step + 1) / (W + 1), so that no update is wasted on a rate of 0.
        """
        warmup = self.warmup_steps(total_steps)
        if step < warmup:
            return (step + 1) / (warmup + 1)
        rest = max(1, total_steps - warmup)
        return self.decay(min(1.0, (step - warmup) / rest))

    def warmup_steps(self, total_steps: int) -> int:
        return int(self.warmup if self.warmup >= 1 else round(self.warmup * total_steps))

    @abstractmethod
    def decay(self, position: float) -> float:
        """The factor after warm-up, at a position from 0 (warm) to 1 (after the last update)."""


schedules: Registry[Schedule] = Registry(
    "schedules", noun="schedule", base=Schedule, default="constant"
)


@schedules.register("constant")
class Constant(Schedule):
    """The full rate, after warm-up."""

    def decay(self, position: float) -> float:
        return 1.0


@schedules.register("linear")
class Linear(Schedule):
    """Down a straight line.

    Args:
        warmup: a fraction of all steps if below 1, else a number of steps.
        floor: the factor that would be reached after the last step.
    """

    def __init__(self, warmup: NonNegativeFloat = 0.0, floor: Fraction = 0.0) -> None:
        super().__init__(warmup)
        self.floor = floor

    def decay(self, position: float) -> float:
        return self.floor + (1 - self.floor) * (1 - position)


@schedules.register("cosine")
class Cosine(Schedule):
    """Down half a cosine wave (Loshchilov and Hutter 2017, without restarts).

    Args:
        warmup: a fraction of all steps if below 1, else a number of steps.
        floor: the factor that would be reached after the last step.
    """

    def __init__(self, warmup: NonNegativeFloat = 0.0, floor: Fraction = 0.0) -> None:
        super().__init__(warmup)
        self.floor = floor

    def decay(self, position: float) -> float:
        return self.floor + (1 - self.floor) * (1 + math.cos(math.pi * position)) / 2
