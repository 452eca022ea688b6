"""Several teachers as one."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field, PositiveFloat, PositiveInt

from mgkd.config import Arguments, Problem, UserError, fingerprint
from mgkd.data import Labels
from mgkd.distillation import Annotator, LogLinearPool, Mixture
from mgkd.distillation.ensembles import CANDIDATES
from mgkd.experiment.teacher import Planning, Teacher, Train, schemes_of, teachers
from mgkd.experiment.teachers.annotating import AnnotatingTeacher

Average = Literal["probabilities", "scores"]
LEAST_SHARE = 1e-6  # of the greatest weight; what is far smaller is zero in float32
KINDS = {"probabilities": Mixture, "scores": LogLinearPool}


class ReadyEnsemble(AnnotatingTeacher):
    """Teachers that are ready, with the share of each."""

    def __init__(
        self, members: Sequence[AnnotatingTeacher], shares: Sequence[float], average: Average
    ) -> None:
        self.labels = _common([member.labels for member in members], average)
        self.members = members
        self.shares = shares
        self.average = average
        self.description = ", ".join(member.description for member in members)
        identity = {average: [member.fingerprint for member in members], "shares": list(shares)}
        if average == "probabilities":
            identity["candidates"] = CANDIDATES
        self.fingerprint = fingerprint(identity)

    def annotator(self) -> Annotator:
        return KINDS[self.average]([member.annotator() for member in self.members], self.shares)


def a_member_is_a_distribution(config: Arguments) -> Iterator[Problem]:
    for member in config["teachers"]:
        if not getattr(member.target, "is_distribution", False):
            yield member.problem(
                "",
                f"{member.type} cannot be asked about any label sequence, as one of several "
                "teachers must be; take a trained tagger or a model for token classification",
            )


def members_store_nothing(config: Arguments) -> Iterator[Problem]:
    for member in config["teachers"]:
        for name, what in (("paths", "label sequences"), ("top_labels", "scores")):
            if member.get(name) is not None:
                message = f"is of no use here: the ensemble stores {what}; give it there"
                yield member.problem(name, message)


def weights_are_as_many(config: Arguments) -> Iterator[Problem]:
    weights, count = config["weights"], len(config["teachers"])
    if weights is not None and len(weights) != count:
        yield config.problem("weights", f"{len(weights)} weights, but {count} teachers")


def no_weight_vanishes(config: Arguments) -> Iterator[Problem]:
    weights = config["weights"] or [1.0]
    if min(weights) < LEAST_SHARE * max(weights):
        message = f"{min(weights):g} is nothing beside {max(weights):g}; leave that teacher out"
        yield config.problem("weights", message)


@teachers.register("ensemble")
class EnsembleTeacher(Teacher):
    """Several teachers, averaged; all know the same entity types.

    The mean of probabilities is the default: it is what all teachers together believe, none of
    them can forbid what the others hold likely, and their tag schemes may differ. It is no chain:
    each label sequence among some teacher's 16 best (k best if more are asked for) gets its exact
    probability under the mixture, and the k best of those are taken; one that is in no teacher's
    list is not found. The mean of scores (log-linear pooling, a normalised product of the
    distributions) is a chain, whose k best are exact; all label sets must be equal.

    Args:
        teachers: two or more, of kinds that can be asked about any label sequence.
        average: `probabilities` or `scores`.
        weights: of the teachers, in their order; equal unless given. Only their ratio matters.
        paths: how many label sequences of each sentence to store; by default as many as asked.
        top_labels: where the objective asks for scores: those of how many labels of each token to
            store, the likeliest and those of the best sequence; by default of all.
    """

    rules = (
        a_member_is_a_distribution,
        members_store_nothing,
        weights_are_as_many,
        no_weight_vanishes,
    )

    def __init__(
        self,
        teachers: Annotated[list[Teacher], Field(min_length=2)],
        average: Average = "probabilities",
        weights: list[PositiveFloat] | None = None,
        paths: PositiveInt | None = None,
        top_labels: PositiveInt | None = None,
    ) -> None:
        super().__init__(paths, top_labels)
        self.teachers = teachers
        self.average = average
        given = weights or [1.0] * len(teachers)
        self.shares = [weight / sum(given) for weight in given]

    def ready(self, train: Train) -> ReadyEnsemble:
        members = [teacher.ready(train) for teacher in self.teachers]
        return ReadyEnsemble(members, self.shares, self.average)

    def plan(self, planning: Planning) -> Labels:
        known = [teacher.plan(planning) for teacher in self.teachers]
        labels = _common(known, self.average)
        planning.say(f"  teacher: the mean of the {self.average} of these {len(known)}")
        return labels

    @classmethod
    def schemes(cls, config: Arguments) -> Iterator[str]:
        for member in config["teachers"]:
            yield from schemes_of(member)

    def describe(self) -> str:
        return ", ".join(teacher.describe() for teacher in self.teachers)


def _common(known: Sequence[Labels], average: Average) -> Labels:
    """The label set of the whole: the first member's.

    Raises:
        UserError: when the members' label sets do not go together.
    """
    first = known[0]
    for index, labels in enumerate(known[1:], start=1):
        different = sorted(set(first.types) ^ set(labels.types))
        if different:
            raise UserError(
                "all teachers of an ensemble must know the same entity types, but only one of "
                f"teachers[0] and teachers[{index}] knows {', '.join(different)}"
            )
        if average == "scores" and labels != first:
            raise UserError(
                f"scores have a mean over one label set, but teachers[0] has {first} and "
                f"teachers[{index}] {labels}; set average to 'probabilities'"
            )
    return first
