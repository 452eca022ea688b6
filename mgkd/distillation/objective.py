"""A weighted sum of losses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Literal

import torch
from pydantic import NonNegativeFloat
from torch import Tensor, nn

from mgkd.config import Arguments, Inline, Node, Problem, UserError, obey
from mgkd.distillation.losses import Loss, losses
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.distillation.weights import Moment, Weight
from mgkd.models import Batch, StateSizes, TaggerOutput

Which = Literal["all", "labelled", "unlabelled"]


def gold_is_on_labelled_sentences(config: Arguments) -> Iterator[Problem]:
    loss = config["loss"]
    reads_gold = getattr(loss.target if isinstance(loss, Node) else loss, "reads_gold", False)
    if reads_gold and config["on"] == "unlabelled":
        message = "the loss reads gold labels, which unlabelled sentences lack; remove this"
        yield config.problem("on", message)


class Term(nn.Module):
    """A loss with its weight in the objective.

    Args:
        loss: the loss; its keys stand beside `weight` in the config.
        weight: what it is multiplied by: a number, or one that changes as training goes on.
        name: what it is called on the screen and in metrics; by default its type.
        on: the sentences that it speaks of. A loss that reads gold labels speaks of labelled ones
            alone in any case.
        averaging: `own`, the mean over those sentences; or `batch`, their sum by the number of all
            sentences in the batch, so that each sentence has the same say in whatever batch it is.
    """

    rules = (gold_is_on_labelled_sentences,)

    def __init__(
        self,
        loss: Inline[Loss],
        weight: NonNegativeFloat | Weight = 1.0,
        name: str | None = None,
        on: Which = "all",
        averaging: Literal["own", "batch"] = "own",
    ) -> None:
        obey(self.rules, loss=loss, on=on)
        super().__init__()
        self.loss = loss
        self.weight = weight
        self.name = name or losses.name_of(type(loss)) or type(loss).__name__
        self.on: Which = "labelled" if loss.reads_gold else on
        self.averaging = averaging

    def weight_at(self, moment: Moment) -> float:
        """The weight in an update."""
        return self.weight.at(moment) if isinstance(self.weight, Weight) else self.weight

    def speaks_of(self, batch: Batch) -> bool:
        """Whether it has anything to say of a batch; known without asking the device."""
        match self.on:
            case "labelled":
                return batch.has_gold
            case "unlabelled":
                return batch.has_unlabelled
        return True

    def forward(
        self, student: TaggerOutput, teacher: TeacherKnowledge | None, batch: Batch
    ) -> Tensor:
        """Scalar: the unweighted mean over the sentences that it speaks of; 0 without any.

        Raises:
            UserError: when the loss does not give one number a sentence.
        """
        values = self.loss(student, teacher, batch)
        if values.shape != (len(batch),):  # a scalar would be taken for the value of each
            raise UserError(
                f"objective: {self.name} gives values of shape {list(values.shape)} for a batch of "
                f"{len(batch)} sentences; a loss gives one number a sentence, [{len(batch)}]"
            )
        if self.on == "all":
            return values.mean()
        rows = self._rows(batch)
        return values.masked_fill(~rows, 0.0).sum() / rows.sum().clamp(min=1)

    def share_of(self, batch: Batch) -> Tensor | float:
        """What the mean is multiplied by besides the weight."""
        if self.averaging == "own" or self.on == "all":
            return 1.0
        return self._rows(batch).float().mean()

    def _rows(self, batch: Batch) -> Tensor:
        return batch.labelled if self.on == "labelled" else ~batch.labelled


@dataclass(frozen=True)
class ObjectiveValue:
    """What an objective says of a batch.

    Attributes:
        total: scalar, with gradient.
        terms: the unweighted value of each term, detached; a term that speaks of no sentence in
            the batch is left out, so that the mean over batches is one over those it speaks of.
        weighted: what each of these adds to the total, detached.
        weights: of all terms, as they are now.
    """

    total: Tensor
    terms: dict[str, Tensor]
    weighted: dict[str, Tensor]
    weights: dict[str, float]


class Objective(nn.Module):
    """total = sum of weight * term, each term a mean over sentences.

    Attributes:
        moment: the update whose weights hold; whoever trains sets it.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        super().__init__()
        if not terms:
            raise ValueError("an objective needs at least one term")
        self.moment = Moment()
        self.terms = nn.ModuleList(terms)
        self.names = distinct_names([term.name for term in terms])
        if len(set(self.names)) < len(self.names):
            raise ValueError(f"two terms would have one name: {', '.join(self.names)}")

    @property
    def needs(self) -> Needs:
        """What all terms together ask of the teacher."""
        return reduce(or_, (term.loss.asks for term in self.terms), Needs())

    @property
    def learns_from_text(self) -> bool:
        """Whether some term learns from what a teacher says of unlabelled sentences."""
        return any(term.loss.asks and term.on != "labelled" for term in self.terms)

    def require_time(self, training: Moment) -> None:
        """See that every weight comes to its end within a training.

        Raises:
            UserError: when one changes for longer than that.
        """
        for name, term in zip(self.names, self.terms, strict=True):
            overrun = term.weight.overrun(training) if isinstance(term.weight, Weight) else None
            if overrun:
                raise UserError(
                    f"objective: the weight of {name} changes over {overrun}; let it take less, or "
                    "give neither epochs nor steps, and it takes the whole training"
                )

    def bind(self, student: StateSizes, teacher: StateSizes) -> None:
        """Let the losses that need inner states know whose they are, before training.

        Raises:
            UserError: when they cannot be compared; it names the term.
        """
        for name, term in zip(self.names, self.terms, strict=True):
            if term.loss.asks.inside:
                try:
                    term.loss.bind(student, teacher)
                except UserError as error:
                    raise UserError(f"objective: {name}: {error}") from error

    def forward(
        self, student: TaggerOutput, teacher: TeacherKnowledge | None, batch: Batch
    ) -> ObjectiveValue:
        terms: dict[str, Tensor] = {}
        weighted: dict[str, Tensor] = {}
        weights = {n: t.weight_at(self.moment) for n, t in zip(self.names, self.terms, strict=True)}
        parts = []
        for name, term in zip(self.names, self.terms, strict=True):
            value = term(student, teacher, batch)
            part = weights[name] * term.share_of(batch) * value
            parts.append(part)
            if term.speaks_of(batch):
                terms[name], weighted[name] = value.detach(), part.detach()
        return ObjectiveValue(torch.stack(parts).sum(), terms, weighted, weights)


def distinct_names(names: Sequence[str]) -> list[str]:
    """The names, each repeated one with its number behind it."""
    return [
        name if names.count(name) == 1 else f"{name}_{names[: index + 1].count(name)}"
        for index, name in enumerate(names)
    ]
