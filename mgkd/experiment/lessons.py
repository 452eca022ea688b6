"""Which of the training sentences a stage learns from, and in which batches."""

from collections.abc import Sequence

import numpy as np

from mgkd.config import UserError
from mgkd.data import Batches, bucketed_batches
from mgkd.distillation import Moment
from mgkd.experiment.job import Job
from mgkd.experiment.stage import Stage
from mgkd.training.steps import update_count


class Lessons:
    """The sentences of a stage in batches.

    Args:
        stage: of the job.
        job: its sentences and seed.
        lengths: of all training sentences of the job, in tokens.

    Raises:
        UserError: when there is no sentence for the stage.
    """

    def __init__(self, stage: Stage, job: Job, lengths: Sequence[int]) -> None:
        self._stage, self._job, self._lengths = stage, job, lengths
        if not len(self):
            raise UserError(
                f"{stage.name or 'training'} learns from {stage.sentences} sentences, and "
                f"{job.experiment.corpus.name} has none for its objective to learn from"
            )

    def __len__(self) -> int:
        """How many sentences an epoch takes."""
        return epoch_size(self._stage, self._job)

    def batches(self, epoch: int) -> Batches:
        """Positions among the training sentences, in the batches of an epoch."""
        trainer, seed = self._stage.trainer, self._job.experiment.seed
        size, tokens = trainer.batch_size, trainer.batch_tokens
        places = _places(self._stage, self._job, epoch)
        return bucketed_batches(self._lengths, size, seed, epoch, tokens, places)

    def whole(self) -> Moment:
        """How long the stage will take if nothing stops it, in a single process."""
        trainer = self._stage.trainer
        updates = update_count(len(self.batches(1)), trainer.accumulation)
        return Moment(epochs=trainer.epochs, steps=trainer.epochs * updates)


def epoch_size(stage: Stage, job: Job) -> int:
    """How many sentences an epoch of a stage takes."""
    return len(_places(stage, job, epoch=1))


def _places(stage: Stage, job: Job, epoch: int) -> np.ndarray:
    """Those of the job that the stage learns from; labelled sentences come first of all."""
    places, labelled = job.places_in(epoch), len(job.splits.train)
    if not stage.learns_from_text:
        places = places[places < labelled]
    match stage.sentences:
        case "labelled":
            return places[places < labelled]
        case "unlabelled":
            return places[places >= labelled]
    return places
