"""The schema of a config file."""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt

from mgkd.config import Deferred, build, part_of
from mgkd.data import Corpus, SchemeName, TransferText
from mgkd.distillation import Objective, Term
from mgkd.experiment.rules import RULES
from mgkd.experiment.teacher import Teacher
from mgkd.models import Embedder, Tagger
from mgkd.training import Trainer


class Experiment:
    """A whole config: what is trained, on what, by which objective, under whom.

    Args:
        corpus: training, development and test sentences.
        model: the tagger to be trained; the student where there is a teacher.
        objective: the terms of its loss.
        trainer: epochs, optimiser, schedule, early stopping.
        teacher: whose knowledge the objective uses; none for training on gold labels alone.
        unlabelled: further text, found or made, that is learned from as the teacher labels it.
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
        unlabelled: list[TransferText] | None = None,
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
        self.unlabelled = unlabelled or []
        self.seed = seed
        self.scheme = scheme
        self.storage = storage
        self.baseline = baseline
        self.plugins = plugins or []
        self.variables = variables or {}


def encoders(spec: Deferred[Experiment]) -> str:
    """One line: what embeds the tokens, of this experiment's tagger and of its teacher."""
    line = f"encoder: {embedder_of(spec)}"
    teacher = spec().teacher
    return f"{line}; teacher: {teacher.describe()}" if teacher else line


def embedder_of(spec: Deferred[Experiment]) -> str:
    """What embeds the tokens of an experiment's tagger, for people."""
    return build(Embedder, part_of(spec.tree, "model.embedder")).describe()
