"""The schema of a config file, and the teachers it can name."""

from abc import ABC, abstractmethod
from pathlib import Path

from pydantic import NonNegativeInt

from mgkd.config import Deferred, Registry, build
from mgkd.data import Corpus, SchemeName
from mgkd.deployment import RunDirectory
from mgkd.distillation import Objective, Term
from mgkd.models import Embedder, Tagger
from mgkd.training import Trainer


class Teacher(ABC):
    """Where the teacher comes from."""

    @abstractmethod
    def source(self) -> "Deferred[Experiment] | RunDirectory":
        """An experiment that trains the teacher, or a run that has.

        Raises:
            UserError: when it is not there.
        """


teachers: Registry[Teacher] = Registry("teachers", noun="teacher", base=Teacher)


class Experiment:
    """A whole config: what is trained, on what, by which objective, under whom.

    Args:
        corpus: training, development and test sentences.
        model: the tagger to be trained; the student where there is a teacher.
        objective: the terms of its loss.
        trainer: epochs, optimiser, schedule, early stopping.
        teacher: whose knowledge the objective uses; none for training on gold labels alone.
        seed: determines the run, together with everything else here.
        scheme: the tag scheme of the label set.
        baseline: also train the same student on gold labels alone, for comparison.
        plugins: files (relative to the config) or modules that register more components.
        variables: what the config read from --profile and --var; recorded, not used.
    """

    def __init__(
        self,
        corpus: Corpus,
        model: Deferred[Tagger],
        objective: list[Term],
        trainer: Trainer,
        teacher: Teacher | None = None,
        seed: NonNegativeInt = 13,
        scheme: SchemeName = "bio",
        baseline: bool = False,
        plugins: list[str] | None = None,
        variables: dict[str, str] | None = None,
    ) -> None:
        self.corpus = corpus
        self.model = model
        self.objective = Objective(objective)
        self.trainer = trainer
        self.teacher = teacher
        self.seed = seed
        self.scheme = scheme
        self.baseline = baseline
        self.plugins = plugins or []
        self.variables = variables or {}
        if self.objective.needs and teacher is None:
            raise ValueError("the objective asks a teacher, and the config names none")
        if baseline and teacher is None:
            raise ValueError("baseline: true asks for the student alone, which this config is")


@teachers.register("trained")
class TrainedTeacher(Teacher):
    """A teacher that another config trains; found trained when nothing that matters has changed.

    Args:
        config: that config, usually imported.
    """

    def __init__(self, config: Deferred[Experiment]) -> None:
        self.config = config

    def source(self) -> Deferred[Experiment]:
        return self.config


@teachers.register("run")
class FinishedTeacher(Teacher):
    """A teacher from its run directory.

    Args:
        directory: a finished run.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def source(self) -> RunDirectory:
        return RunDirectory.existing(self.directory)


def encoders(spec: Deferred[Experiment]) -> str:
    """One line: what embeds the tokens, of this experiment's tagger and of its teacher's."""
    teacher = spec().teacher
    line = f"encoder: {_embedder(spec)}"
    if teacher is None:
        return line
    source = teacher.source()
    known = source.results().encoder if isinstance(source, RunDirectory) else _embedder(source)
    return f"{line}; teacher: {known}"


def _embedder(spec: Deferred[Experiment]) -> str:
    return build(Embedder, spec.tree["model"]["embedder"]).describe()
