"""Teachers with entity types of their own."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field, PositiveInt

from mgkd.config import Arguments, Problem, fingerprint
from mgkd.data import Labels
from mgkd.distillation import Union, union_of
from mgkd.evaluation import Results
from mgkd.experiment.held_out import HeldOut
from mgkd.experiment.teacher import Planning, Teacher, Train, schemes_of, teachers
from mgkd.experiment.teachers.annotating import AnnotatingTeacher
from mgkd.experiment.teachers.ensemble import a_member_is_a_distribution


class ReadySeveral(AnnotatingTeacher):
    """Teachers that are ready, each with types of its own."""

    def __init__(self, members: Sequence[AnnotatingTeacher]) -> None:
        self.labels = union_of([member.labels for member in members])
        self.members = members
        self.description = ", ".join(member.description for member in members)
        self.fingerprint = fingerprint({"several": [member.fingerprint for member in members]})

    def annotator(self) -> Union:
        return Union([member.annotator() for member in self.members])

    def results(self, held_out: HeldOut) -> Results | None:
        """None: together they have no best label sequence that could be scored."""
        return None


def members_store_nothing(config: Arguments) -> Iterator[Problem]:
    for member in config["teachers"]:
        if member.get("top_labels") is not None:
            message = "is of no use here: they are stored together; give it there"
            yield member.problem("top_labels", message)
        if member.get("paths") is not None:
            message = "is of no use here: teachers with types of their own give scores alone"
            yield member.problem("paths", message)


@teachers.register("several")
class SeveralTeachers(Teacher):
    """Several teachers, each with entity types of its own.

    The student learns all of their types; what a teacher does not know is outside to it. They
    have no distribution in common, so only losses made for such teachers can be used:
    `collapsed_posterior_kl`. Teachers of the same types are an `ensemble`.

    Args:
        teachers: two or more, of kinds that can be asked about any label sequence; no two know the
            same type.
        top_labels: those of how many labels of each token to store, of each teacher the likeliest
            and those of its best sequence; by default of all.
    """

    rules = (a_member_is_a_distribution, members_store_nothing)
    is_of_parts = True

    def __init__(
        self,
        teachers: Annotated[list[Teacher], Field(min_length=2)],
        top_labels: PositiveInt | None = None,
    ) -> None:
        super().__init__(top_labels=top_labels)
        self.teachers = teachers

    def ready(self, train: Train) -> ReadySeveral:
        return ReadySeveral([teacher.ready(train) for teacher in self.teachers])

    def plan(self, planning: Planning) -> Labels:
        labels = union_of([teacher.plan(planning) for teacher in self.teachers])
        planning.say(f"  teacher: these {len(self.teachers)}, each for its own entity types")
        return labels

    @classmethod
    def schemes(cls, config: Arguments) -> Iterator[str]:
        for member in config["teachers"]:
            yield from schemes_of(member)

    def describe(self) -> str:
        return ", ".join(teacher.describe() for teacher in self.teachers)
