"""The trainer: what a config says of training."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import NonNegativeInt, PositiveFloat, PositiveInt

from mgkd.config.errors import UserError
from mgkd.training.acceleration import Precision, accelerated
from mgkd.training.callbacks import Callback
from mgkd.training.checkpoints import Checkpoint, Checkpoints
from mgkd.training.optimizers import Optimizer
from mgkd.training.records import TrainingSummary
from mgkd.training.run_state import RunState
from mgkd.training.schedules import Constant, Schedule
from mgkd.training.seeding import seed_everything
from mgkd.training.session import Session
from mgkd.training.trainable import Trainable
from mgkd.training.updater import Updater


class Trainer:
    """Trains for some epochs and keeps the best.

    Args:
        epochs: at most this many.
        optimizer: of the parameters that are not frozen.
        schedule: of the learning rates; None: constant.
        patience: stop after this many epochs without a new best; None: never.
        monitor: the validation metric that decides which epoch is best; higher is better.
        gradient_clipping: the largest norm of the gradient; None: any.
        accumulation: batches that each process averages before it updates the parameters.
        mixed_precision: what autocast computes in, in training and in validation.
        batch_size: items in a training batch at most, for whoever makes the batches.
        batch_tokens: tokens in a training batch at most, padding included; None: any number.
        evaluation_batch_size: items in a batch for validation at most.
        workers: processes that prepare batches ahead; 0: none does. The numbers stay the same.
        callbacks: look on while it trains.
    """

    def __init__(
        self,
        epochs: PositiveInt,
        optimizer: Optimizer,
        schedule: Schedule | None = None,
        patience: PositiveInt | None = None,
        monitor: str = "f1",
        gradient_clipping: PositiveFloat | None = None,
        accumulation: PositiveInt = 1,
        mixed_precision: Precision = "no",
        batch_size: PositiveInt = 16,
        batch_tokens: PositiveInt | None = None,
        evaluation_batch_size: PositiveInt = 64,
        workers: NonNegativeInt = 0,
        callbacks: tuple[Callback, ...] = (),
    ) -> None:
        self.epochs = epochs
        self.optimizer = optimizer
        self.schedule = schedule or Constant()
        self.patience = patience
        self.monitor = monitor
        self.gradient_clipping = gradient_clipping
        self.accumulation = accumulation
        self.mixed_precision = mixed_precision
        self.batch_size = batch_size
        self.batch_tokens = batch_tokens
        self.evaluation_batch_size = evaluation_batch_size
        self.workers = workers
        self.callbacks = tuple(callbacks)

    def fit(
        self,
        trainable: Trainable,
        *,
        seed: int,
        checkpoint_dir: Path | None = None,
        resume: bool = False,
        callbacks: Sequence[Callback] = (),
    ) -> TrainingSummary:
        """Trains, and leaves the best epoch's weights in the model, which is then in eval mode.

        The same seed gives the same numbers, and a training that was killed and resumed gives those
        of one that was not. Random number generators are seeded here: what happened in the program
        before has no bearing.

        Args:
            trainable: model, data and objective.
            seed: from 0; process number n of several takes seed + n.
            checkpoint_dir: keeps a checkpoint of the last epoch and of the best; None: none.
            resume: go on from the last checkpoint there, or begin if there is none yet.
            callbacks: in addition to the trainer's own.

        Raises:
            UserError: when a loss, the gradient or the monitored metric is not finite, there are no
                batches, a checkpoint cannot be written or read or is of another training, or the
                folder has checkpoints and `resume` is not set.
            ValueError: when asked to resume from no folder.
        """
        checkpoints = None if checkpoint_dir is None else Checkpoints(checkpoint_dir)
        start = _starting_point(checkpoints, resume)
        with accelerated(self.mixed_precision) as accelerator:
            seed_everything(seed + accelerator.process_index)
            session = Session(
                accelerator=accelerator,
                trainable=trainable,
                updater=Updater(accelerator, trainable, self.optimizer, self.gradient_clipping),
                schedule=self.schedule,
                accumulation=self.accumulation,
                workers=self.workers,
                patience=self.patience,
                callbacks=[*self.callbacks, *callbacks],
                checkpoints=checkpoints,
                seed=seed,
                run=RunState(self.epochs, self.monitor, accelerator.is_main_process),
            )
            return session.train(start)


def _starting_point(checkpoints: Checkpoints | None, resume: bool) -> Checkpoint | None:
    if checkpoints is None:
        if resume:
            raise ValueError("to resume, name the checkpoint_dir to resume from")
        return None
    epochs = checkpoints.epochs()
    if not epochs:
        return None
    if not resume:
        raise UserError(
            f"{checkpoints.folder}: holds a checkpoint of epoch {epochs[-1]} already; "
            "resume that training, or choose or empty the folder for a new one"
        )
    return checkpoints.load(epochs[-1])
