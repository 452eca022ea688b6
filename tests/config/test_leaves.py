from enum import Enum
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import (
    AfterValidator,
    Field,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    StringConstraints,
)

from mgkd.config import Fraction
from mgkd.config.english import expectation, shown
from mgkd.config.leaves import Leaf


class Scheme(Enum):
    BIO = "bio"
    BIOES = "bioes"


def even(value: int) -> int:
    if value % 2:
        raise ValueError("must be even")
    return value


@pytest.mark.parametrize(
    ("annotation", "tree", "value"),
    [
        (float, 1, 1.0),
        (PositiveInt, 1, 1),
        (int, 10**30, 10**30),
        (bool, False, False),
        (Path, "a/b", Path("a/b")),
        (str, "", ""),
        (Scheme, "bio", Scheme.BIO),
        (int | None, None, None),
        (Fraction, 0, 0.0),
        (Fraction, 1, 1.0),
        (dict, {"a": [1]}, {"a": [1]}),
    ],
)
def test_right_values(annotation, tree, value):
    assert Leaf(annotation).mistake(tree) is None
    built = Leaf(annotation).value(tree)
    assert built == value and type(built) is type(value)


@pytest.mark.parametrize(
    ("annotation", "tree", "message"),
    [
        (int, "10", 'expected an integer, found "10"'),
        (int, True, "expected an integer, found true"),
        (int, 1.5, "expected an integer, found 1.5"),
        (float, "1", 'expected a number, found "1"'),
        (float, True, "expected a number, found true"),
        (bool, 1, "expected true or false, found 1"),
        (str, 1, "expected a string, found 1"),
        (str, None, "expected a string, found null"),
        (str, [], "expected a string, found an empty list"),
        (str, {"a": 1}, "expected a string, found an object"),
        (Path, 3, "expected a path, found 3"),
        (PositiveInt, "ten", 'expected an integer of at least 1, found "ten"'),
        (Fraction, 1.5, "expected a number of at least 0 and at most 1, found 1.5"),
        (Literal["a"], "b", 'expected "a", found "b"'),
        (Literal[1, 2], True, "expected one of 1, 2, found true"),
        (Scheme, "iob", 'expected one of "bio", "bioes", found "iob"'),
        (int | str, None, "expected an integer or a string, found null"),
        (Annotated[int, AfterValidator(even)], 3, "must be even, found 3"),
    ],
)
def test_wrong_values(annotation, tree, message):
    assert Leaf(annotation).mistake(tree) == message


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (NonNegativeInt, "an integer of at least 0"),
        (PositiveFloat, "a number above 0"),
        (NonNegativeFloat, "a number of at least 0"),
        (Annotated[float, Field(gt=0, le=1)], "a number above 0 and at most 1"),
        (Annotated[float, Field(lt=1)], "a number below 1"),
        (Annotated[int, Field(gt=1, lt=9)], "an integer of at least 2 and at most 8"),
        (Annotated[int, Field(ge=8, multiple_of=8)], "an integer of at least 8 and divisible by 8"),
        (Annotated[str, Field(min_length=1)], "a string of at least 1 character"),
        (Annotated[list, Field(max_length=2)], "a list of at most 2 items"),
        (Annotated[list, Field(min_length=2, max_length=2)], "a list of exactly 2 items"),
        (Annotated[str, StringConstraints(pattern="^a+$")], "a string that matches ^a+$"),
        (Annotated[int | None, Field(ge=2)], "an integer of at least 2 or null"),
        (Annotated[PositiveInt, "a remark"], "an integer of at least 1"),
        (Literal["a", None], 'one of "a", null'),
    ],
)
def test_expectations(annotation, words):
    assert expectation(annotation) == words


def test_long_values_are_shortened():
    assert shown("x" * 100) == f'"{"x" * 58}…'
    assert shown("微博") == '"微博"'
    assert shown([1, 2]) == "a list of 2 items"
