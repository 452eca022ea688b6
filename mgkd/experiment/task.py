"""What the trainer trains: a tagger under an objective, with what its teacher knows."""

from collections.abc import Callable, Sequence

from torch import nn

from mgkd.distillation import Knowledge, Objective, ObjectiveValue
from mgkd.evaluation import score_spans
from mgkd.experiment.encodings import training_encodings
from mgkd.experiment.job import Job
from mgkd.models import Batch, EncodedSentence, Tagger, encode_unlabelled, predict_spans
from mgkd.training import StepLoss


class Learner(nn.Module):
    """A tagger with its objective, whose losses may hold parameters of their own."""

    def __init__(self, tagger: Tagger, objective: Objective, knowledge: Knowledge | None) -> None:
        super().__init__()
        self.tagger = tagger
        self.objective = objective
        self.knowledge = knowledge

    def forward(self, batch: Batch) -> ObjectiveValue:
        known = self.knowledge.of(batch.sentences, batch.mask.device) if self.knowledge else None
        return self.objective(self.tagger(batch), known, batch)


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


class TaggingTask:
    """The `Trainable` of one job.

    Args:
        model: tagger and objective.
        job: its sentences, batch sizes and seed.
    """

    def __init__(self, model: Learner, job: Job) -> None:
        self.model = model
        self._collate = model.tagger.collate
        self._train = training_encodings(model.tagger, job)
        self._dev = job.splits.dev
        self._encoded_dev = encode_unlabelled(model.tagger, self._dev)
        self._trainer = job.experiment.trainer
        self._job = job

    def batches(self, epoch: int) -> Sequence[Batch]:
        self.model.objective.epoch = epoch
        indices = self._job.training_batches(epoch, self._train.lengths)
        return LazyBatches(self._collate, self._train, indices)

    def loss(self, batch: Batch) -> StepLoss:
        value = self.model(batch)
        return StepLoss(value.total, value.terms)

    def validate(self) -> dict[str, float]:
        size = self._trainer.evaluation_batch_size
        report = score_spans(self._dev, predict_spans(self.model.tagger, self._encoded_dev, size))
        return {"precision": report.precision, "recall": report.recall, "f1": report.f1}
