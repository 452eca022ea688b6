"""A stage: a part of a training that has an objective and a trainer of its own."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from mgkd.distillation import Objective, Term
from mgkd.distillation.objective import Which
from mgkd.training import Trainer

Terms = Annotated[list[Term], Field(min_length=1)]


class Stage:
    """A part of a training; the next one begins with the best weights of this.

    Optimizer, schedule, patience and the parameters of losses begin anew in each.

    Args:
        objective: the terms of its loss.
        trainer: epochs, optimiser, schedule, early stopping.
        name: what it is called on the screen and in metrics; by default `stage 1` and so on.
        sentences: those of the training sentences that it learns from.
    """

    def __init__(
        self,
        objective: Terms,
        trainer: Trainer,
        name: str | None = None,
        sentences: Which = "all",
    ) -> None:
        self.objective = Objective(objective)
        self.trainer = trainer
        self.name = name
        self.sentences = sentences

    @property
    def learns_from_text(self) -> bool:
        """Whether it learns from what a teacher says of unlabelled text."""
        return self.objective.learns_from_text and self.sentences != "labelled"


def stage_names(given: Sequence[str | None]) -> list[str]:
    """What the stages of a training are called: a name, or `stage 2`."""
    return [name or f"stage {number}" for number, name in enumerate(given, start=1)]


def called(role: str, stage: Stage) -> str:
    """A stage of a training that has this role, for the screen; a single one has no name."""
    return f"{role}, {stage.name}" if stage.name else role
