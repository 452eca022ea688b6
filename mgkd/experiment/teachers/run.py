"""A teacher that was trained before."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import PositiveInt

from mgkd.config import Arguments, Deferred, UserError
from mgkd.data import Labels
from mgkd.deployment import RunDirectory
from mgkd.distillation import TaggerAnnotator
from mgkd.evaluation import Results
from mgkd.experiment.held_out import HeldOut
from mgkd.experiment.measuring import comparable
from mgkd.experiment.teacher import Planning, Teacher, Train, teachers
from mgkd.experiment.teachers.annotating import AnnotatingTeacher
from mgkd.experiment.teachers.directories import directory_serves
from mgkd.models import Tagger


class ReadyRun(AnnotatingTeacher):
    """The tagger of a finished run."""

    def __init__(self, run: RunDirectory) -> None:
        results = run.results()
        self.run = run
        self.labels = run.labels()
        self.fingerprint = results.fingerprint
        self.description = results.encoder

    def annotator(self) -> TaggerAnnotator:
        return TaggerAnnotator(self.tagger())

    def tagger(self) -> Tagger:
        return self.run.load_tagger()

    def results(self, held_out: HeldOut) -> Results:
        return comparable(self.run, held_out)


@teachers.register("run")
class FinishedTeacher(Teacher):
    """A teacher from its run directory.

    Args:
        directory: a finished run.
        paths: how many label sequences of each sentence to store; by default as many as asked.
        top_labels: where the objective asks for scores: those of how many labels of each token to
            store, the likeliest and those of the best sequence; by default of all.
    """

    rules = (directory_serves(RunDirectory.existing),)
    is_distribution = True
    is_tagger = True

    def __init__(
        self,
        directory: Path,
        paths: PositiveInt | None = None,
        top_labels: PositiveInt | None = None,
    ) -> None:
        super().__init__(paths, top_labels)
        self.directory = directory

    def ready(self, train: Train) -> ReadyRun:
        return ReadyRun(RunDirectory.existing(self.directory))

    def plan(self, planning: Planning) -> Labels:
        run = RunDirectory.existing(self.directory)
        planning.say(f"  teacher: the run in {run.path}")
        return run.labels()

    @classmethod
    def schemes(cls, config: Arguments) -> Iterator[str]:
        with suppress(UserError, OSError):  # told by the rule
            yield RunDirectory.existing(config["directory"]).labels().scheme

    def shape(self, untrained: Callable[[Deferred[Any]], Tagger]) -> Tagger:
        return RunDirectory.existing(self.directory).load_tagger()

    def describe(self) -> str:
        return RunDirectory.existing(self.directory).results().encoder
