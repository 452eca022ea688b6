"""Which of the training sentences a stage learns from, and in which batches."""

from array import array
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
        self._trainer, self._seed = stage.trainer, job.experiment.seed
        self.places = _places(stage, job)
        if not len(self.places):
            raise UserError(
                f"{stage.name or 'training'} learns from {stage.sentences} sentences, and "
                f"{job.experiment.corpus.name} has none for its objective to learn from"
            )
        self._is_beginning = isinstance(self.places, range)
        if self._is_beginning:
            self._lengths = lengths[: len(self.places)]
        else:
            self._lengths = np.asarray(lengths)[self.places]

    def __len__(self) -> int:
        return len(self.places)

    def batches(self, epoch: int) -> Batches:
        """Positions among the training sentences, in the batches of an epoch."""
        trainer = self._trainer
        batches = bucketed_batches(
            self._lengths, trainer.batch_size, self._seed, epoch, trainer.batch_tokens
        )
        if self._is_beginning:
            return batches
        return Batches([self.places[index] for index in batch] for batch in batches)

    def whole(self) -> Moment:
        """How long the stage will take if nothing stops it, in a single process."""
        trainer = self._trainer
        updates = update_count(len(self.batches(1)), trainer.accumulation)
        return Moment(epochs=trainer.epochs, steps=trainer.epochs * updates)


def _places(stage: Stage, job: Job) -> Sequence[int]:
    """The positions of its sentences among the training sentences; a range from 0 if it can be."""
    sentences = job.training_sentences()
    places = range(len(sentences) if stage.learns_from_text else len(job.splits.train))
    if stage.sentences == "all":
        return places
    wanted = stage.sentences == "labelled"
    return array("Q", (p for p in places if (sentences[p].spans is not None) == wanted))
