"""How far a training is."""

from dataclasses import dataclass, field

from mgkd.training.means import RunningLoss
from mgkd.training.records import EpochRecord, best_record


@dataclass
class RunState:
    """A training in progress; the trainer writes it, callbacks read it.

    Attributes:
        epochs: epochs planned.
        monitor: the metric that decides which epoch is best.
        is_main: true in the one process that writes and prints.
        epoch: the epoch in progress, or the last one done; 0 before the first.
        step: updates of the parameters done.
        epoch_step: updates done in this epoch.
        epoch_steps: updates that this epoch has.
        steps_per_epoch: updates of the first epoch, from which the whole is reckoned; 0 before it.
        learning_rates: of the last update, by parameter group; the highest of each.
        losses: the losses of this epoch so far, of this process.
        history: the epochs done.
    """

    epochs: int
    monitor: str
    is_main: bool = True
    epoch: int = 0
    step: int = 0
    epoch_step: int = 0
    epoch_steps: int = 0
    steps_per_epoch: int = 0
    learning_rates: dict[str, float] = field(default_factory=dict)
    losses: RunningLoss = field(default_factory=RunningLoss)
    history: list[EpochRecord] = field(default_factory=list)

    @property
    def total_steps(self) -> int:
        """Updates of the whole training, as far as the first epoch tells; 0 before it."""
        return self.epochs * self.steps_per_epoch

    @property
    def progress(self) -> float:
        """How much of the planned training is done, from 0 to 1."""
        return min(1.0, self.step / self.total_steps) if self.total_steps else 0.0

    @property
    def best(self) -> EpochRecord | None:
        """The best epoch so far."""
        return best_record(self.history, self.monitor)

    @property
    def epochs_since_best(self) -> int:
        return self.history[-1].epoch - self.best.epoch if self.best else 0

    def begin_epoch(self, steps: int) -> None:
        """Counts and means of an epoch with this many updates, from nothing."""
        self.steps_per_epoch = self.steps_per_epoch or steps
        self.epoch_steps = steps
        self.epoch_step = 0
        self.losses = RunningLoss()
