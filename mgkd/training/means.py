"""Running means of losses, kept where the losses are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from mgkd.training.trainable import StepLoss


@dataclass(frozen=True)
class Sum:
    """A sum of scalars and how many there were."""

    total: float
    count: int


@dataclass(frozen=True)
class LossSums:
    """What `RunningLoss` gathered, as plain numbers that travel between processes."""

    loss: Sum
    terms: dict[str, Sum]
    weighted: dict[str, Sum]
    weights: dict[str, float]


@dataclass(frozen=True)
class MeanLoss:
    """Means over batches.

    Attributes:
        loss: of the total loss.
        terms: of every term, over the batches that had it.
        weighted: of what every term added to the total, over all batches.
        weights: of the terms, as they were last.
    """

    loss: float
    terms: dict[str, float]
    weighted: dict[str, float]
    weights: dict[str, float]


class RunningLoss:
    """Adds up losses; adding never waits for the device, reading does."""

    def __init__(self) -> None:
        self._loss = _RunningSum()
        self._terms = _RunningSums()
        self._weighted = _RunningSums()
        self._weights: dict[str, float] = {}

    def add(self, loss: StepLoss) -> None:
        self._loss.add(loss.total)
        self._terms.add(loss.terms)
        self._weighted.add(loss.weighted)
        self._weights.update(loss.weights)

    def sums(self) -> LossSums:
        return LossSums(
            self._loss.read(), self._terms.read(), self._weighted.read(), dict(self._weights)
        )

    def mean(self) -> MeanLoss:
        return pooled_mean([self.sums()])


class _RunningSum:
    def __init__(self) -> None:
        self._total: Tensor | float = 0.0
        self._count = 0

    def add(self, value: Tensor | float) -> None:
        self._total = self._total + torch.as_tensor(value).detach().float()
        self._count += 1

    def read(self) -> Sum:
        return Sum(float(self._total), self._count)


class _RunningSums:
    """Sums by name."""

    def __init__(self) -> None:
        self._sums: dict[str, _RunningSum] = {}

    def add(self, values: Mapping[str, Tensor | float]) -> None:
        for name, value in values.items():
            self._sums.setdefault(name, _RunningSum()).add(value)

    def read(self) -> dict[str, Sum]:
        return {name: one.read() for name, one in self._sums.items()}


def pooled_mean(shares: Sequence[LossSums]) -> MeanLoss:
    """The means over what several processes gathered; nan where nobody gathered anything."""
    loss = _pooled([share.loss for share in shares])
    terms = _pooled_by_name([share.terms for share in shares])
    weighted = _pooled_by_name([share.weighted for share in shares])
    weights = {name: weight for share in shares for name, weight in share.weights.items()}
    return MeanLoss(
        _mean(loss),
        {name: _mean(term) for name, term in _in_order(terms, weights).items()},
        {n: _mean(Sum(part.total, loss.count)) for n, part in _in_order(weighted, weights).items()},
        weights,
    )


def _in_order(sums: Mapping[str, Sum], weights: Mapping[str, float]) -> dict[str, Sum]:
    """As the weights stand, which every batch has, and not as batches with each term came."""
    return {name: sums[name] for name in dict.fromkeys([*weights, *sums]) if name in sums}


def _pooled_by_name(shares: Sequence[Mapping[str, Sum]]) -> dict[str, Sum]:
    names = dict.fromkeys(name for share in shares for name in share)
    return {name: _pooled([share[name] for share in shares if name in share]) for name in names}


def _pooled(sums: Sequence[Sum]) -> Sum:
    return Sum(sum(each.total for each in sums), sum(each.count for each in sums))


def _mean(sum_of_all: Sum) -> float:
    return sum_of_all.total / sum_of_all.count if sum_of_all.count else float("nan")
