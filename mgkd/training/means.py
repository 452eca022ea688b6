"""Running means of losses, kept where the losses are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


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


@dataclass(frozen=True)
class MeanLoss:
    """Means over batches.

    Attributes:
        loss: of the total loss.
        terms: of every term, over the batches that had it.
    """

    loss: float
    terms: dict[str, float]


class RunningLoss:
    """Adds up losses; adding never waits for the device, reading does."""

    def __init__(self) -> None:
        self._loss = _RunningSum()
        self._terms: dict[str, _RunningSum] = {}

    def add(self, total: Tensor, terms: Mapping[str, Tensor | float]) -> None:
        self._loss.add(total)
        for name, value in terms.items():
            self._terms.setdefault(name, _RunningSum()).add(value)

    def sums(self) -> LossSums:
        return LossSums(
            self._loss.read(), {name: term.read() for name, term in self._terms.items()}
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


def pooled_mean(shares: Sequence[LossSums]) -> MeanLoss:
    """The means over what several processes gathered; nan where nobody gathered anything."""
    names = dict.fromkeys(name for share in shares for name in share.terms)
    return MeanLoss(
        _mean([share.loss for share in shares]),
        {name: _mean([s.terms[name] for s in shares if name in s.terms]) for name in names},
    )


def _mean(sums: Sequence[Sum]) -> float:
    count = sum(each.count for each in sums)
    return sum(each.total for each in sums) / count if count else float("nan")
