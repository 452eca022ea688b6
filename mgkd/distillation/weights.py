"""Weights of a term that change while training goes on."""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import NonNegativeFloat, PositiveInt

from mgkd.config import Arguments, Fraction, Problem, Registry, obey


@dataclass(frozen=True)
class Moment:
    """One update of the parameters, and the whole training that it is of.

    Attributes:
        epoch: the epoch that it is in, from 1.
        step: how many updates came before it.
        epochs: how many the training has, if nothing stops it early.
        steps: how many updates the training has then, as its first epoch tells.
    """

    epoch: int = 1
    step: int = 0
    epochs: int = 1
    steps: int = 1


class Weight(ABC):
    """What a term is multiplied by, update by update."""

    @abstractmethod
    def at(self, moment: Moment) -> float:
        """The weight in an update; at least 0."""

    def overrun(self, moment: Moment) -> str | None:
        """What it takes more of than the training has, in words; None where it ends in time."""
        return None


weights: Registry[Weight] = Registry("weights", noun="weight", base=Weight)


@weights.register("constant")
class Constant(Weight):
    """The same weight throughout; a number by itself is short for it.

    Args:
        value: the weight.
    """

    def __init__(self, value: NonNegativeFloat) -> None:
        self.value = value

    def at(self, moment: Moment) -> float:
        return self.value


def counted_in_one_way(config: Arguments) -> Iterator[Problem]:
    if config["epochs"] is not None and config["steps"] is not None:
        message = f"the weight changes over {config['epochs']} epochs already; remove that, or this"
        yield config.problem("steps", message)


class Changing(Weight):
    """A weight that changes over the first epochs, the first steps or the whole training.

    Args:
        epochs: how many epochs the way takes, the first and the last of it included; the weight
            stays the same throughout an epoch, and after a way of one epoch the end follows.
        steps: instead: how many updates the way takes, counted alike. With neither, the way takes
            all updates of the training, as its first epoch tells.
    """

    rules = (counted_in_one_way,)

    def __init__(self, epochs: PositiveInt | None = None, steps: PositiveInt | None = None) -> None:
        obey(self.rules, epochs=epochs, steps=steps)
        self.epochs = epochs
        self.steps = steps

    def position(self, moment: Moment) -> float:
        """How much of the way is behind, from 0 in its first epoch or update to 1 in its last."""
        if self.epochs is not None:
            behind, length = moment.epoch - 1, self.epochs
        else:
            behind, length = moment.step, self.steps or moment.steps
        return min(1.0, behind / max(1, length - 1))

    def overrun(self, moment: Moment) -> str | None:
        if (self.epochs or 0) > moment.epochs:
            return f"{self.epochs} epochs, but training ends after {moment.epochs}"
        if (self.steps or 0) > moment.steps:
            return f"{self.steps} steps, but training ends after {moment.steps}"
        return None


class Slope(Changing):
    """From one weight to another, which then stays.

    Args:
        start: the first weight.
        end: the last one.
        epochs: how many epochs the way takes, the first and the last of it included; the weight
            stays the same throughout an epoch, and after a way of one epoch the end follows.
        steps: instead: how many updates the way takes, counted alike. With neither, the way takes
            all updates of the training, as its first epoch tells.
    """

    def __init__(
        self,
        start: NonNegativeFloat,
        end: NonNegativeFloat,
        epochs: PositiveInt | None = None,
        steps: PositiveInt | None = None,
    ) -> None:
        super().__init__(epochs, steps)
        self.start = start
        self.end = end

    def at(self, moment: Moment) -> float:
        return self.start + (self.end - self.start) * self.share(self.position(moment))

    @abstractmethod
    def share(self, position: float) -> float:
        """How much of the difference has been made, from 0 to 1, at a position from 0 to 1."""


@weights.register("linear")
class Linear(Slope):
    """From one weight to another along a straight line."""

    def share(self, position: float) -> float:
        return position


@weights.register("cosine")
class Cosine(Slope):
    """From one weight to another along half a cosine wave: slow, fast, slow."""

    def share(self, position: float) -> float:
        return (1 - math.cos(math.pi * position)) / 2


@weights.register("annealing")
class Annealing(Changing):
    """Teacher annealing: at first the student learns from its teacher, in the end from gold labels.

    lambda falls along a straight line from 1 to a floor; terms that learn from the teacher have
    the weight scale * lambda, those of gold labels scale * (1 - lambda).

    Source: Clark et al. 2019 (arXiv 1907.04829), whose floor is 0.

    Args:
        share: whose weight this is: the teacher's or that of gold labels.
        floor: lambda in the end.
        scale: the weight of a term that has it all.
        epochs: how many epochs the way takes, the first and the last of it included; the weight
            stays the same throughout an epoch, and after a way of one epoch the end follows.
        steps: instead: how many updates the way takes, counted alike. With neither, the way takes
            all updates of the training, as its first epoch tells.
    """

    def __init__(
        self,
        share: Literal["teacher", "gold"],
        floor: Fraction = 0.0,
        scale: NonNegativeFloat = 1.0,
        epochs: PositiveInt | None = None,
        steps: PositiveInt | None = None,
    ) -> None:
        super().__init__(epochs, steps)
        self.share = share
        self.floor = floor
        self.scale = scale

    def at(self, moment: Moment) -> float:
        teacher = 1 - (1 - self.floor) * self.position(moment)
        return self.scale * (teacher if self.share == "teacher" else 1 - teacher)
