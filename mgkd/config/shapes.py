"""What an annotation asks of its part of a config.

`shape_of` sorts an annotation into one of a few shapes. Checking, building and describing are
functions over these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Len

from mgkd.config.component import Component
from mgkd.config.english import expectation
from mgkd.config.leaves import Leaf
from mgkd.config.markers import Deferred, Marker

PLAIN = (int, float, str, NoneType, PurePath, Enum, list, tuple, dict, set, frozenset)
FACTORIES: dict[type, Callable[[Iterable[Any]], Any]] = {
    tuple: tuple,
    set: set,
    frozenset: frozenset,
}


@dataclass(frozen=True)
class Items:
    """A list of any length, built with `factory`; `whole` judges the list itself."""

    item: Shape
    factory: Callable[[Iterable[Any]], Any]
    whole: Leaf


@dataclass(frozen=True)
class Row:
    """A list of fixed length, built as a tuple; `whole` judges the list itself."""

    items: tuple[Shape, ...]
    whole: Leaf


@dataclass(frozen=True)
class Pairs:
    """An object with any keys, built as a dict; `whole` judges the object itself."""

    value: Shape
    whole: Leaf


@dataclass(frozen=True)
class OneOf:
    """A union with more to it than plain values."""

    options: tuple[Shape, ...]


@dataclass(frozen=True)
class Later:
    """A component that is checked at once and built by the program when it will."""

    content: Shape


Shape = Leaf | Items | Row | Pairs | OneOf | Later | Component


def shape_of(annotation: Any, constraints: tuple[Any, ...] = ()) -> Shape:
    """The shape that an annotation describes.

    Args:
        annotation: of a constructor's argument, without `Supplied` or `Inline` at its outside.
        constraints: what an `Annotated` around it says further.

    Raises:
        TypeError: when no value in a config could meet the annotation.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return shape_of(arguments[0], (*annotation.__metadata__, *constraints))
    if any(isinstance(item, Marker) for item in constraints):
        raise TypeError(
            f"Supplied and Inline go around the whole annotation, not inside it: {annotation}"
        )
    if origin is Deferred:
        return Later(shape_of(arguments[0]))
    if origin in (Union, UnionType):
        return _union(annotation, constraints)
    if origin is Literal or annotation in (Any, object) or _is_plain(annotation):
        return Leaf(_annotated(annotation, constraints))
    if isinstance(origin, type) and issubclass(origin, Mapping | Sequence | Set):
        return _collection(annotation, origin, arguments, constraints)
    cls = origin or annotation
    if isinstance(cls, type) and cls not in (type, Callable):
        return Component(cls)
    raise TypeError(f"a config cannot hold {annotation}; is it Supplied?")


def expectation_of(shape: Shape) -> str:
    """What a value of the shape must be, in plain words."""
    match shape:
        case Leaf(annotation):
            return expectation(annotation)
        case Component():
            return shape.expectation
        case Later(content):
            return expectation_of(content)
        case OneOf(options):
            return " or ".join(map(expectation_of, options))
        case Items(item=item, whole=whole) | Pairs(value=item, whole=whole):
            return f"{expectation(whole.annotation)} (each {expectation_of(item)})"
        case Row(items, whole):
            parts = ", ".join(map(expectation_of, items))
            return f"{expectation(whole.annotation)} ({parts})"


def _union(annotation: Any, constraints: tuple[Any, ...]) -> Shape:
    options = tuple(shape_of(option, constraints) for option in get_args(annotation))
    if all(isinstance(option, Leaf) for option in options):
        # pydantic picks the best option: 1 stays an integer where an integer or a float will do.
        return Leaf(_annotated(annotation, constraints))
    return OneOf(options)


def _collection(
    annotation: Any, origin: type, arguments: tuple[Any, ...], constraints: tuple[Any, ...]
) -> Shape:
    if issubclass(origin, Mapping):
        if arguments[0] is not str:
            raise TypeError(f"the keys of an object in a config are strings: {annotation}")
        return Pairs(shape_of(arguments[1]), Leaf(_annotated(dict, constraints)))
    if origin is tuple and arguments[1:] != (...,):
        size = Len(len(arguments), len(arguments))
        return Row(tuple(map(shape_of, arguments)), Leaf(Annotated[list, size]))
    whole = Leaf(_annotated(list, constraints))
    return Items(shape_of(arguments[0]), FACTORIES.get(origin, list), whole)


def _is_plain(annotation: Any) -> bool:
    return (
        isinstance(annotation, type)
        and (get_origin(annotation) is None)
        and issubclass(annotation, PLAIN)
    )


def _annotated(annotation: Any, constraints: tuple[Any, ...]) -> Any:
    return Annotated[(annotation, *constraints)] if constraints else annotation
