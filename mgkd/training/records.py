"""What is known of an epoch, and of a whole training, once it is over."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class EpochRecord:
    """One epoch.

    Attributes:
        epoch: from 1.
        step: updates of the parameters since training began.
        seconds: training and validation of this epoch.
        loss: mean of the total loss over the epoch's batches.
        terms: mean of every loss term over the batches that had it.
        weighted: what every term added to the loss; mean over all batches.
        weights: of the terms in the epoch's last update.
        learning_rates: of the epoch's last update, by parameter group; the highest of each.
        metrics: what validation gave.
    """

    epoch: int
    step: int
    seconds: float
    loss: float
    terms: dict[str, float]
    weighted: dict[str, float]
    weights: dict[str, float]
    learning_rates: dict[str, float]
    metrics: dict[str, float]


def best_record(history: Sequence[EpochRecord], monitor: str) -> EpochRecord | None:
    """The epoch with the highest `monitor`, the earliest of equals; None before the first."""
    return max(history, key=lambda record: record.metrics[monitor], default=None)


@dataclass(frozen=True)
class TrainingSummary:
    """One training, from its first epoch even when it was interrupted and resumed.

    Attributes:
        best_epoch: the epoch whose weights the model now has.
        best: the metrics of that epoch.
        epochs_run: number of epochs done.
        steps: number of updates of the parameters.
        seconds: sum over the epochs.
        stopped_early: patience ran out before the planned epochs did.
        history: every epoch.
    """

    best_epoch: int
    best: dict[str, float]
    epochs_run: int
    steps: int
    seconds: float
    stopped_early: bool
    history: list[EpochRecord]
