"""A teacher that another config trains."""

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import PositiveInt

from mgkd.config import Arguments, Deferred
from mgkd.data import Labels
from mgkd.experiment.experiment import Experiment, embedder_of
from mgkd.experiment.teacher import Planning, Teacher, Train, teachers
from mgkd.experiment.teachers.run import ReadyRun
from mgkd.models import Tagger


@teachers.register("trained")
class TrainedTeacher(Teacher):
    """A teacher that another config trains; found trained when nothing that matters has changed.

    Args:
        config: that config, usually imported.
        paths: how many label sequences of each sentence to store; by default as many as asked.
        top_labels: where the objective asks for scores: those of how many labels of each token to
            store, the likeliest and those of the best sequence; by default of all.
    """

    is_distribution = True
    is_tagger = True

    def __init__(
        self,
        config: Deferred[Experiment],
        paths: PositiveInt | None = None,
        top_labels: PositiveInt | None = None,
    ) -> None:
        super().__init__(paths, top_labels)
        self.config = config

    def ready(self, train: Train) -> ReadyRun:
        return ReadyRun(train(self.config))

    def plan(self, planning: Planning) -> Labels:
        return planning.foresee(self.config)

    @classmethod
    def schemes(cls, config: Arguments) -> Iterator[str]:
        yield config["config"]["scheme"]

    def shape(self, untrained: Callable[[Deferred[Any]], Tagger]) -> Tagger:
        return untrained(self.config)

    def describe(self) -> str:
        return embedder_of(self.config)
