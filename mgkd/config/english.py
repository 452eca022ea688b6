"""Annotations and values in plain words, for messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from enum import Enum
from pathlib import PurePath
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types as constraint
from pydantic import StringConstraints
from pydantic.fields import FieldInfo

LONGEST_SHOWN = 60  # characters of a value repeated in a message

NAMES = {
    int: "an integer",
    float: "a number",
    bool: "true or false",
    str: "a string",
    NoneType: "null",
    list: "a list",
    tuple: "a list",
    dict: "an object",
    Any: "any value",
    object: "any value",
}


def shown(value: Any) -> str:
    """A value as it stands in a config; lists and objects only by kind, long strings shortened."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return f"a list of {counted(len(value), 'item')}" if value else "an empty list"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def counted(count: int, noun: str) -> str:
    """`1 item`, `2 items`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def with_article(noun: str) -> str:
    """`a loss`, `an encoder`."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def expectation(annotation: Any, constraints: Iterable[Any] = ()) -> str:
    """What a value annotated so must be: `an integer of at least 1`, `one of "a", "b"`."""
    constraints = list(flattened(constraints))
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return expectation(arguments[0], [*flattened(annotation.__metadata__), *constraints])
    if origin in (Union, UnionType):
        return " or ".join(expectation(option, constraints) for option in arguments)
    if origin is Literal:
        return _one_of(arguments)
    return _of_class(origin or annotation, constraints)


def flattened(constraints: Iterable[Any]) -> Iterable[Any]:
    """Constraints one by one, out of pydantic's `Field(...)` and grouped ones."""
    for item in constraints:
        if isinstance(item, FieldInfo):
            yield from flattened(item.metadata)
        elif isinstance(item, constraint.GroupedMetadata) and not isinstance(
            item, StringConstraints
        ):
            yield from flattened(item)
        else:
            yield item


def _of_class(cls: Any, constraints: list[Any]) -> str:
    if isinstance(cls, type):
        if issubclass(cls, Enum):
            return _one_of([member.value for member in cls])
        if issubclass(cls, PurePath):
            return "a path"
        if cls in (int, float):
            return NAMES[cls] + _range(constraints, whole=cls is int)
        if cls is str:
            return NAMES[cls] + _length(constraints, "character") + _pattern(constraints)
        if cls not in NAMES and issubclass(cls, Mapping):
            cls = dict
        if cls not in NAMES and issubclass(cls, Sequence | Set):
            cls = list
        if cls in (list, tuple, dict):
            return NAMES[cls] + _length(constraints, "item")
    return NAMES.get(cls) or with_article(getattr(cls, "__name__", str(cls)))


def _one_of(values: Iterable[Any]) -> str:
    listed = [json.dumps(value, ensure_ascii=False) for value in values]
    return listed[0] if len(listed) == 1 else f"one of {', '.join(listed)}"


def _range(constraints: list[Any], *, whole: bool) -> str:
    """The bounds of a number; those of an integer are said with the numbers that it may reach."""
    bounds = []
    for item in constraints:
        if isinstance(item, constraint.Gt):
            bounds.append(f"at least {item.gt + 1}" if whole else f"above {item.gt}")
        elif isinstance(item, constraint.Ge):
            bounds.append(f"at least {item.ge}")
        elif isinstance(item, constraint.Lt):
            bounds.append(f"at most {item.lt - 1}" if whole else f"below {item.lt}")
        elif isinstance(item, constraint.Le):
            bounds.append(f"at most {item.le}")
        elif isinstance(item, constraint.MultipleOf):
            bounds.append(f"divisible by {item.multiple_of}")
    return _joined(bounds)


def _length(constraints: list[Any], noun: str) -> str:
    """The bounds of a length."""
    lows = [item.min_length for item in constraints if getattr(item, "min_length", None)]
    highs = [item.max_length for item in constraints if getattr(item, "max_length", None)]
    if lows and lows == highs:
        return f" of exactly {counted(lows[0], noun)}"
    return _joined(
        [f"at least {counted(low, noun)}" for low in lows]
        + [f"at most {counted(high, noun)}" for high in highs]
    )


def _joined(bounds: list[str]) -> str:
    if not bounds:
        return ""
    return f"{' of' if bounds[0].startswith('at') else ''} {' and '.join(bounds)}"


def _pattern(constraints: list[Any]) -> str:
    patterns = [item.pattern for item in constraints if getattr(item, "pattern", None)]
    return f" that matches {patterns[0]}" if patterns else ""
