"""A weighted sum of losses."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import torch
from pydantic import NonNegativeFloat
from torch import Tensor, nn

from mgkd.config import Inline
from mgkd.distillation.losses import Loss, losses
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.distillation.weights import Weight
from mgkd.models import Batch, TaggerOutput


class Term(nn.Module):
    """A loss with its weight in the objective.

    Args:
        loss: the loss; its keys stand beside `weight` in the config.
        weight: what it is multiplied by: a number, or one that changes from epoch to epoch.
        name: what it is called on the screen and in metrics; by default its type.
    """

    def __init__(
        self,
        loss: Inline[Loss],
        weight: NonNegativeFloat | Weight = 1.0,
        name: str | None = None,
    ) -> None:
        super().__init__()
        self.loss = loss
        self.weight = weight
        self.name = name or losses.name_of(type(loss)) or type(loss).__name__

    def weight_in(self, epoch: int) -> float:
        """The weight throughout an epoch, counted from 1."""
        return self.weight.in_epoch(epoch) if isinstance(self.weight, Weight) else self.weight

    def forward(
        self, student: TaggerOutput, teacher: TeacherKnowledge | None, batch: Batch
    ) -> Tensor:
        """Scalar: the unweighted mean over the sentences that the loss speaks of."""
        values = self.loss(student, teacher, batch)
        if not self.loss.reads_gold:
            return values.mean()
        values = values.masked_fill(~batch.labelled, 0.0)
        return values.sum() / batch.labelled.sum().clamp(min=1)


@dataclass(frozen=True)
class ObjectiveValue:
    """What an objective says of a batch.

    Attributes:
        total: scalar, with gradient.
        terms: the unweighted value of each term, detached; a term of gold labels is left out of
            a batch without any, so that the mean over batches is one over sentences with labels.
    """

    total: Tensor
    terms: dict[str, Tensor]


class Objective(nn.Module):
    """total = sum of weight * term, each term a mean over sentences.

    Attributes:
        epoch: the epoch, from 1, whose weights hold; whoever trains sets it.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        super().__init__()
        if not terms:
            raise ValueError("an objective needs at least one term")
        self.epoch = 1
        self.terms = nn.ModuleList(terms)
        self.names = distinct_names([term.name for term in terms])
        if len(set(self.names)) < len(self.names):
            raise ValueError(f"two terms would have one name: {', '.join(self.names)}")

    @property
    def needs(self) -> Needs:
        """What all terms together ask of the teacher."""
        return reduce(or_, (term.loss.asks for term in self.terms), Needs())

    def forward(
        self, student: TaggerOutput, teacher: TeacherKnowledge | None, batch: Batch
    ) -> ObjectiveValue:
        values = [term(student, teacher, batch) for term in self.terms]
        weighted = [
            t.weight_in(self.epoch) * value for t, value in zip(self.terms, values, strict=True)
        ]
        terms = {
            name: value.detach()
            for name, term, value in zip(self.names, self.terms, values, strict=True)
            if batch.has_gold or not term.loss.reads_gold
        }
        return ObjectiveValue(torch.stack(weighted).sum(), terms)


def distinct_names(names: Sequence[str]) -> list[str]:
    """The names, each repeated one with its number behind it."""
    return [
        name if names.count(name) == 1 else f"{name}_{names[: index + 1].count(name)}"
        for index, name in enumerate(names)
    ]
