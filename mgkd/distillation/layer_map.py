"""Which layer of the student is compared with which of the teacher."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from mgkd.config import UserError


class LayerPair:
    """A layer of the student and the layer of the teacher that it is to be like.

    Layer 0 is what comes in (the vectors of tokens by themselves), layer 1 the first above it; -1
    is the last, -2 the one before. Attention layers are counted alike, from 1.

    Args:
        student: number of the student's layer.
        teacher: number of the teacher's layer.
    """

    def __init__(self, student: int, teacher: int) -> None:
        self.student = student
        self.teacher = teacher


LayerMap = Literal["last", "uniform"] | Annotated[list[LayerPair], Field(min_length=1)]
"""Layers to compare: `last` with `last`; or each of the student's, number m of M, with number
m * N / M of the teacher's N (rounded), the incoming vectors among them; or pairs."""


def pairs(layers: LayerMap, student: int, teacher: int, first: int = 0) -> list[tuple[int, int]]:
    """The pairs of layers to compare, numbered from 0.

    Args:
        student, teacher: the number of the last layer of each.
        first: the number of the first layer, which is 0 in what is returned.

    Raises:
        UserError: when one of them has no such layer.
    """
    for whose, last in (("student", student), ("teacher", teacher)):
        if last < first:
            raise UserError(f"the {whose} has no attention layers; choose a loss of hidden states")
    if layers == "last":
        return [(student - first, teacher - first)]
    if layers == "uniform":
        numbers = range(first, student + 1) if student else [0]
        return [(m - first, max(first, _of_teacher(m, student, teacher)) - first) for m in numbers]
    return [
        (
            _index(pair.student, range(first, student + 1), "student"),
            _index(pair.teacher, range(first, teacher + 1), "teacher"),
        )
        for pair in layers
    ]


def _of_teacher(number: int, student: int, teacher: int) -> int:
    """m * N / M, halves rounded up; the last of a teacher whose student has one layer only."""
    return (2 * number * teacher + student) // (2 * student) if student else teacher


def _index(number: int, known: Sequence[int], whose: str) -> int:
    """The place among the known layers of the one with this number, counted from the end if < 0."""
    place = len(known) + number if number < 0 else number - known[0]
    if not 0 <= place < len(known):
        raise UserError(
            f"the {whose} has layers {known[0]} to {known[-1]}, no layer {number}; set layers to "
            "others, or to 'last'"
        )
    return place
