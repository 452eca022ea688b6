"""The schema of a config file, and the teachers it can name."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from mgkd.config import Arguments, Deferred, Problem, Registry, UserError, build, part_of
from mgkd.data import Corpus, SchemeName
from mgkd.deployment import RunDirectory
from mgkd.distillation import Objective, Term
from mgkd.experiment.rules import RULES
from mgkd.models import Embedder, Tagger
from mgkd.training import Trainer


class Teacher(ABC):
    """Where the teacher comes from.

    Args:
        paths: how many label sequences of each sentence to ask for and to store; None: as many as
            the objective asks. More serve other objectives as well, without asking again.
    """

    def __init__(self, paths: PositiveInt | None = None) -> None:
        self.paths = paths

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
        storage: where sentences, and what is computed of them once, are kept: in memory; or on
            disk, in the cache folder, for corpora larger than memory. There, what was computed is
            found again by the next training.
        baseline: also train the same student on gold labels alone, for comparison.
        plugins: files, relative to the one that names them, or modules; they register components.
        variables: what the config read from --profile and --var; recorded, not used.
    """

    rules = RULES

    def __init__(
        self,
        corpus: Corpus,
        model: Deferred[Tagger],
        objective: Annotated[list[Term], Field(min_length=1)],
        trainer: Trainer,
        teacher: Teacher | None = None,
        seed: NonNegativeInt = 13,
        scheme: SchemeName = "bio",
        storage: Literal["memory", "disk"] = "memory",
        baseline: bool = False,
        plugins: list[str] | None = None,
        variables: dict[str, str | float | bool] | None = None,
    ) -> None:
        self.corpus = corpus
        self.model = model
        self.objective = Objective(objective)
        self.trainer = trainer
        self.teacher = teacher
        self.seed = seed
        self.scheme = scheme
        self.storage = storage
        self.baseline = baseline
        self.plugins = plugins or []
        self.variables = variables or {}


@teachers.register("trained")
class TrainedTeacher(Teacher):
    """A teacher that another config trains; found trained when nothing that matters has changed.

    Args:
        config: that config, usually imported.
        paths: how many label sequences of each sentence to store; by default as many as asked.
    """

    def __init__(self, config: Deferred[Experiment], paths: PositiveInt | None = None) -> None:
        super().__init__(paths)
        self.config = config

    def source(self) -> Deferred[Experiment]:
        return self.config


def the_run_is_there(config: Arguments) -> Iterator[Problem]:
    try:
        RunDirectory.existing(config["directory"])
    except UserError as error:
        yield config.problem("directory", str(error))
    except OSError as error:
        yield config.problem("directory", f"{config['directory']}: {error.strerror}")


@teachers.register("run")
class FinishedTeacher(Teacher):
    """A teacher from its run directory.

    Args:
        directory: a finished run.
        paths: how many label sequences of each sentence to store; by default as many as asked.
    """

    rules = (the_run_is_there,)

    def __init__(self, directory: Path, paths: PositiveInt | None = None) -> None:
        super().__init__(paths)
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
    return build(Embedder, part_of(spec.tree, "model.embedder")).describe()
