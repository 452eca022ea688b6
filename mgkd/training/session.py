"""One training, from its first or its resumed epoch to its last."""

import math
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import torch
from accelerate import Accelerator
from accelerate.utils import broadcast_object_list, gather_object

from mgkd.config.errors import UserError
from mgkd.training.ahead import in_order
from mgkd.training.callbacks import Callback
from mgkd.training.checkpoints import Checkpoint, Checkpoints, Progress, Weights, weights_of
from mgkd.training.means import MeanLoss, pooled_mean
from mgkd.training.records import EpochRecord, TrainingSummary
from mgkd.training.run_state import RunState
from mgkd.training.schedules import Schedule
from mgkd.training.seeding import generator_states, restore_generators
from mgkd.training.steps import update_count, updates
from mgkd.training.trainable import Trainable
from mgkd.training.updater import Updater


@dataclass
class Session:
    """What a training works with.

    Attributes:
        accelerator: device, precision and processes.
        trainable: model, data and objective.
        updater: of the trainable's parameters.
        schedule: of the learning rates.
        accumulation: batches per process in an update.
        workers: processes that prepare batches ahead.
        patience: epochs without a new best after which training stops; None: never.
        callbacks: looking on.
        checkpoints: where to keep checkpoints; None: nowhere.
        seed: of the training, kept in checkpoints.
        run: how far it is.
        best_weights: of the best epoch so far.
    """

    accelerator: Accelerator
    trainable: Trainable
    updater: Updater
    schedule: Schedule
    accumulation: int
    workers: int
    patience: int | None
    callbacks: Sequence[Callback]
    checkpoints: Checkpoints | None
    seed: int
    run: RunState
    best_weights: Weights | None = None

    def train(self, start: Checkpoint | None = None) -> TrainingSummary:
        """Runs the epochs after `start`, and leaves the best epoch's weights in the model.

        Raises:
            UserError: when `start` is of another training, or training cannot go on.
        """
        if start is not None:
            self._take_up(start)
        with ExitStack() as stack:
            for callback in self.callbacks:
                stack.callback(callback.on_end, self.run)
                callback.on_start(self.run)
            if start is not None:  # last, so that nothing draws from the generators in between
                states = start.generators[self.accelerator.process_index]
                restore_generators(states, self.accelerator.device)
            while self.run.epoch < self.run.epochs and not self._patience_is_out():
                self._epoch()
        self.trainable.model.load_state_dict(self.best_weights)
        self.trainable.model.eval()
        return self._summary()

    def _take_up(self, checkpoint: Checkpoint) -> None:
        progress = checkpoint.progress
        self._check_same(checkpoint)
        try:
            self.trainable.model.load_state_dict(checkpoint.weights)
            self.updater.load_state(checkpoint.updater)
        except (RuntimeError, ValueError) as error:
            raise UserError(
                f"the checkpoint of epoch {checkpoint.epoch} does not fit this training; resume "
                f"with the model and optimizer it was made with, or begin anew: {error}"
            ) from error
        for callback in self.callbacks:
            if callback.name in progress.callbacks:
                callback.load_state(progress.callbacks[callback.name])
        last = progress.history[-1]
        self.run.epoch, self.run.step = last.epoch, last.step
        self.run.steps_per_epoch = progress.steps_per_epoch
        self.run.learning_rates = last.learning_rates
        self.run.history = list(progress.history)
        best = self.run.best.epoch
        self.best_weights = (
            checkpoint.weights if best == last.epoch else self.checkpoints.weights(best)
        )

    def _check_same(self, checkpoint: Checkpoint) -> None:
        saved = checkpoint.progress
        names = {callback.name for callback in self.callbacks}
        for what, then, now in (
            ("seed", saved.seed, self.seed),
            ("trainer.monitor", saved.monitor, self.run.monitor),
            ("device", saved.device, self.accelerator.device.type),
            ("number of processes", len(checkpoint.generators), self.accelerator.num_processes),
            ("callbacks with state", sorted(saved.callbacks), sorted(names & {*saved.callbacks})),
        ):
            if then != now:
                raise UserError(
                    f"the checkpoint of epoch {checkpoint.epoch} is of another training: "
                    f"{what} was {then!r} and is now {now!r}; set it back, or begin anew"
                )

    def _patience_is_out(self) -> bool:
        return self.patience is not None and self.run.epochs_since_best >= self.patience

    def _epoch(self) -> None:
        began = time.perf_counter()
        self.run.epoch += 1
        self._updates()
        losses = self._mean_loss()
        metrics = self._validate()
        record = EpochRecord(
            epoch=self.run.epoch,
            step=self.run.step,
            seconds=time.perf_counter() - began,
            loss=losses.loss,
            terms=losses.terms,
            weighted=losses.weighted,
            weights=losses.weights,
            learning_rates=self.run.learning_rates,
            metrics=metrics,
        )
        self.run.history.append(record)
        if self.run.best is record:
            self.best_weights = weights_of(self.trainable.model)
        for callback in self.callbacks:
            callback.on_epoch_end(self.run, record)
        self._save()

    def _updates(self) -> None:
        run, processes = self.run, self.accelerator.num_processes
        batches = self.trainable.batches(run.epoch)
        if len(batches) == 0:
            raise UserError(
                f"epoch {run.epoch}: there are no training batches; "
                "is the training data empty, or filtered until nothing is left?"
            )
        run.begin_epoch(update_count(len(batches), self.accumulation, processes))
        for callback in self.callbacks:
            callback.on_epoch_start(run)
        self.trainable.model.train()
        rank = self.accelerator.process_index
        plan = list(updates(len(batches), self.accumulation, processes, rank))
        order = [share.index for shares in plan for share in shares]
        upcoming = in_order(batches, order, self.workers)
        for shares in plan:
            run.learning_rates = self.updater.set_rates(
                self.schedule.factor(run.step, run.total_steps)
            )
            self.updater.update(upcoming, shares, run)
            run.step += 1
            run.epoch_step += 1
            for callback in self.callbacks:
                callback.on_step_end(run)

    def _mean_loss(self) -> MeanLoss:
        return pooled_mean(gather_object([self.run.losses.sums()]))

    def _validate(self) -> dict[str, float]:
        """The metrics of the main process, in every process: all must decide alike."""
        found: list[Any] = [None]
        if self.run.is_main:
            self.trainable.model.eval()
            with torch.no_grad(), self.accelerator.autocast():
                found = [{name: float(x) for name, x in self.trainable.validate().items()}]
        metrics = broadcast_object_list(found)[0]
        monitor, place = self.run.monitor, f"epoch {self.run.epoch}"
        if monitor not in metrics:
            raise UserError(
                f"trainer.monitor: {place}: validation gives no {monitor!r}; "
                f"it gives {', '.join(sorted(metrics)) or 'nothing'}"
            )
        if not math.isfinite(metrics[monitor]):
            raise UserError(
                f"{place}: {monitor} is {metrics[monitor]}, so no epoch can be told the best; "
                "look at the loss terms of this epoch, or monitor another metric (trainer.monitor)"
            )
        return metrics

    def _save(self) -> None:
        if self.checkpoints is None:
            return
        generators = gather_object([generator_states(self.accelerator.device)])
        if self.run.is_main:
            progress = Progress(
                seed=self.seed,
                monitor=self.run.monitor,
                device=self.accelerator.device.type,
                steps_per_epoch=self.run.steps_per_epoch,
                history=self.run.history,
                callbacks=callback_states(self.callbacks),
            )
            weights = weights_of(self.trainable.model)
            checkpoint = Checkpoint(weights, self.updater.state(), generators, progress)
            self.checkpoints.save(checkpoint, self.run.best.epoch)
        self.accelerator.wait_for_everyone()

    def _summary(self) -> TrainingSummary:
        best, history = self.run.best, self.run.history
        return TrainingSummary(
            best_epoch=best.epoch,
            best=best.metrics,
            epochs_run=len(history),
            steps=self.run.step,
            seconds=sum(record.seconds for record in history),
            stopped_early=self.run.epoch < self.run.epochs,
            history=history,
        )


def callback_states(callbacks: Sequence[Callback]) -> dict[str, dict[str, Any]]:
    """The states of the callbacks that have one, by name.

    Raises:
        UserError: when two of them have the same name.
    """
    states: dict[str, dict[str, Any]] = {}
    for callback in callbacks:
        state = callback.state()
        if state and callback.name in states:
            raise UserError(
                f"two callbacks with state are called {callback.name}: "
                "keep one of them, or give them different names (Callback.name)"
            )
        if state:
            states[callback.name] = state
    return states
