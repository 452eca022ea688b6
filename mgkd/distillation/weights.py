"""Weights of a term that change while training goes on."""

import math
from abc import ABC, abstractmethod

from pydantic import NonNegativeFloat, PositiveInt

from mgkd.config import Registry


class Weight(ABC):
    """What a term is multiplied by, epoch by epoch.

    Args:
        epochs: how many it takes to get from beginning to end.
    """

    def __init__(self, epochs: PositiveInt) -> None:
        self.epochs = epochs

    @abstractmethod
    def in_epoch(self, epoch: int) -> float:
        """The weight throughout an epoch, counted from 1; at least 0."""


weights: Registry[Weight] = Registry("weights", noun="weight", base=Weight)


class Slope(Weight):
    """From one weight to another, which then stays.

    Args:
        start: the weight in the first epoch.
        end: the weight in epoch number `epochs` and after it.
        epochs: how many epochs the way takes, both of these included; after a way of one epoch
            the end follows.
    """

    def __init__(self, start: NonNegativeFloat, end: NonNegativeFloat, epochs: PositiveInt) -> None:
        super().__init__(epochs)
        self.start = start
        self.end = end

    def in_epoch(self, epoch: int) -> float:
        position = min(1.0, (epoch - 1) / max(1, self.epochs - 1))
        return self.start + (self.end - self.start) * self.share(position)

    @abstractmethod
    def share(self, position: float) -> float:
        """How much of the way is behind, from 0 to 1, at a position from 0 to 1."""


@weights.register("linear")
class Linear(Slope):
    """From one weight to another along a straight line.

    From the distillation terms to the gold term it is teacher annealing (Clark et al. 2019).
    """

    def share(self, position: float) -> float:
        return position


@weights.register("cosine")
class Cosine(Slope):
    """From one weight to another along half a cosine wave: slow, fast, slow."""

    def share(self, position: float) -> float:
        return (1 - math.cos(math.pi * position)) / 2
