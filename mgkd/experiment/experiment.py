"""The schema of a config file."""

from functools import reduce
from operator import or_
from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt

from mgkd.config import Deferred, build, obey, part_of
from mgkd.data import Corpus, SchemeName, TransferText
from mgkd.distillation import Needs
from mgkd.experiment.rules import RULES, one_stage_or_several
from mgkd.experiment.stage import Stage, Terms, stage_names
from mgkd.experiment.teacher import Teacher
from mgkd.models import Embedder, Tagger
from mgkd.training import Trainer


class Experiment:
    """A whole config: what is trained, on what, by which objective, under whom.

    Args:
        corpus: training, development and test sentences.
        model: the tagger to be trained; the student where there is a teacher.
        objective: the terms of its loss; with `trainer`, for a training of a single stage.
        trainer: epochs, optimiser, schedule, early stopping.
        teacher: whose knowledge the objective uses; none for training on gold labels alone.
        unlabelled: further text, found or made, that is learned from as the teacher labels it.
        seed: determines the run, together with everything else here.
        scheme: the tag scheme of the label set.
        storage: where sentences, and what is computed of them once, are kept: in memory; or on
            disk, in the cache folder, for corpora larger than memory. There, what was computed is
            found again by the next training.
        baseline: also train the student without its teacher for comparison, on gold labels alone,
            all else equal and, where the student learns from text as well, by as many more epochs
            as make as many updates: `true` or, where the student inherits parts from its teacher,
            the tagger to take in its place, which is not changed by what changes `model`.
        plugins: files, relative to the one that names them, or modules; they register components.
        variables: what the config read from --profile and --var; recorded, not used.
        stages: instead of `objective` and `trainer`: parts of the training that have their own,
            one after the other, such as first the teacher's labels and then gold labels.
    """

    rules = RULES

    def __init__(
        self,
        corpus: Corpus,
        model: Deferred[Tagger],
        objective: Terms | None = None,
        trainer: Trainer | None = None,
        teacher: Teacher | None = None,
        unlabelled: list[TransferText] | None = None,
        seed: NonNegativeInt = 13,
        scheme: SchemeName = "bio",
        storage: Literal["memory", "disk"] = "memory",
        baseline: bool | Deferred[Tagger] = False,
        plugins: list[str] | None = None,
        variables: dict[str, str | float | bool] | None = None,
        stages: Annotated[list[Stage], Field(min_length=1)] | None = None,
    ) -> None:
        obey([one_stage_or_several], objective=objective, trainer=trainer, stages=stages)
        self.corpus = corpus
        self.model = model
        self.stages = _named(stages) if stages else [Stage(objective, trainer)]
        self.teacher = teacher
        self.unlabelled = unlabelled or []
        self.seed = seed
        self.scheme = scheme
        self.storage = storage
        self.baseline = baseline
        self.plugins = plugins or []
        self.variables = variables or {}

    @property
    def needs(self) -> Needs:
        """What all stages together ask of the teacher."""
        return reduce(or_, (stage.objective.needs for stage in self.stages), Needs())


def _named(stages: list[Stage]) -> list[Stage]:
    for stage, name in zip(stages, stage_names([stage.name for stage in stages]), strict=True):
        stage.name = name
    return stages


def encoders(spec: Deferred[Experiment]) -> str:
    """One line: what embeds the tokens, of this experiment's tagger and of its teacher."""
    line = f"encoder: {embedder_of(spec)}"
    teacher = spec().teacher
    return f"{line}; teacher: {teacher.describe()}" if teacher else line


def embedder_of(spec: Deferred[Experiment]) -> str:
    """What embeds the tokens of an experiment's tagger, for people."""
    return build(Embedder, part_of(spec.tree, "model.embedder")).describe()
