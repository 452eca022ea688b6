"""What the trainer trains: a tagger under an objective, with what its teacher knows."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from torch import nn

from mgkd.distillation import (
    Alongside,
    Knowledge,
    Moment,
    Objective,
    ObjectiveValue,
    TeacherKnowledge,
)
from mgkd.evaluation import score_spans
from mgkd.experiment.job import Job
from mgkd.experiment.lessons import Lessons
from mgkd.experiment.stage import Stage
from mgkd.models import (
    Batch,
    EncodedSentence,
    EncodedSentences,
    Tagger,
    encode_unlabelled,
    predict_spans,
    told_by_sentence,
)
from mgkd.training import Callback, RunState, StepLoss


class Learner(nn.Module):
    """A tagger with its objective, whose losses may hold parameters of their own.

    Args:
        alongside: the teacher, which is looked at where a loss needs its inner states.
    """

    def __init__(
        self,
        tagger: Tagger,
        objective: Objective,
        knowledge: Knowledge | None,
        alongside: Alongside | None = None,
    ) -> None:
        super().__init__()
        self.tagger = tagger
        self.objective = objective
        self.knowledge = knowledge
        self.alongside = alongside if objective.needs.inside else None
        if self.alongside is not None:
            objective.bind(tagger.state_sizes(alongside.inside), alongside.sizes())

    def forward(self, batch: Batch) -> ObjectiveValue:
        known = self._known(batch)
        inside = () if self.alongside is None else (self.alongside.inside,)
        with told_by_sentence(batch.sentences.__getitem__):
            return self.objective(self.tagger(batch, *inside), known, batch)

    def _known(self, batch: Batch) -> TeacherKnowledge | None:
        """What the teacher knows of the batch."""
        device = batch.mask.device
        known = self.knowledge.of(batch.sentences, device) if self.knowledge else None
        if self.alongside is None:
            return known
        states = self.alongside.states(batch.sentences, device)
        if known is None:
            return TeacherKnowledge.of_states(states, batch, len(self.tagger.labels))
        return replace(known, states=states)


class LazyBatches(Sequence[Batch]):
    """Batches that are padded when they are asked for."""

    def __init__(
        self,
        collate: Callable[[Sequence[EncodedSentence]], Batch],
        encoded: Sequence[EncodedSentence],
        indices: Sequence[Sequence[int]],
    ) -> None:
        self._collate = collate
        self._encoded = encoded
        self._indices = indices

    def __len__(self) -> int:
        return len(self._indices)

    def __getitem__(self, position: int) -> Batch:
        return self._collate([self._encoded[index] for index in self._indices[position]])


class TaggingTask(Callback):
    """The `Trainable` of a stage; as a callback it looks at how far training is, for its weights.

    Args:
        model: tagger and objective.
        job: its development sentences.
        stage: of the job.
        encoded: all its training sentences.
        lessons: which of them the stage learns from.
    """

    def __init__(
        self,
        model: Learner,
        job: Job,
        stage: Stage,
        encoded: EncodedSentences,
        lessons: Lessons,
    ) -> None:
        self.model = model
        self._collate = model.tagger.collate
        self._train = encoded
        self._lessons = lessons
        self._dev = job.splits.dev
        self._encoded_dev = encode_unlabelled(model.tagger, self._dev)
        self._trainer = stage.trainer
        self._run: RunState | None = None

    def on_start(self, run: RunState) -> None:
        self._run = run

    def on_epoch_start(self, run: RunState) -> None:
        self.model.objective.require_time(_moment(run))

    def batches(self, epoch: int) -> Sequence[Batch]:
        return LazyBatches(self._collate, self._train, self._lessons.batches(epoch))

    def loss(self, batch: Batch) -> StepLoss:
        if self._run is not None:
            self.model.objective.moment = _moment(self._run)
        value = self.model(batch)
        return StepLoss(value.total, value.terms, value.weighted, value.weights)

    def validate(self) -> dict[str, float]:
        size = self._trainer.evaluation_batch_size
        report = score_spans(self._dev, predict_spans(self.model.tagger, self._encoded_dev, size))
        return {"precision": report.precision, "recall": report.recall, "f1": report.f1}


def _moment(run: RunState) -> Moment:
    return Moment(run.epoch, run.step, run.epochs, run.total_steps)
