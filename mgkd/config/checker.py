"""Checking: everything wrong with a config at once, with nothing built."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mgkd.config.component import Component, name_of
from mgkd.config.english import shown
from mgkd.config.errors import Problem
from mgkd.config.leaves import Leaf
from mgkd.config.paths import at_index, at_key
from mgkd.config.shapes import Entries, Items, Later, OneOf, Row, Shape, expectation_of, shape_of
from mgkd.config.signature import signature_of
from mgkd.config.spelling import nearest

Problems = Iterator[Problem]


def check(annotation: Any, tree: Any, path: str = "") -> list[Problem]:
    """All that keeps `tree` from being built to `annotation`; empty when nothing does.

    Args:
        annotation: a class, or anything that may annotate an argument.
        tree: plain JSON values.
        path: where the tree stands in the config.

    Raises:
        TypeError: when a constructor on the way has a signature that no config can meet.
    """
    return list(_check(shape_of(annotation), tree, path))


def choose(union: OneOf, tree: Any) -> Shape | None:
    """The option of a union that `tree` is meant for: of the right kind, with the fewest problems.

    None when the tree has the wrong kind for every option.
    """
    options = [option for option in union.options if _has_kind(option, tree)]
    if len(options) > 1:
        options.sort(key=lambda option: len(list(_check(option, tree, ""))))
    return options[0] if options else None


def _check(shape: Shape, tree: Any, path: str, beside: frozenset[str] = frozenset()) -> Problems:
    """`beside`: keys that stand in the same object and were taken by the constructor around."""
    match shape:
        case Leaf():
            yield from _mistakes(shape, tree, path)
        case Later(component):
            yield from _check(component, tree, path, beside)
        case Component():
            yield from _check_component(shape, tree, path, beside)
        case OneOf():
            yield from _check_union(shape, tree, path)
        case Items(item, _, whole):
            yield from _mistakes(whole, tree, path)
            for index, value in enumerate(tree if isinstance(tree, list) else ()):
                yield from _check(item, value, at_index(path, index))
        case Row(items, whole):
            yield from _mistakes(whole, tree, path)
            for index, value in enumerate(tree if isinstance(tree, list) else ()):
                if index < len(items):
                    yield from _check(items[index], value, at_index(path, index))
        case Entries(entry, whole):
            yield from _mistakes(whole, tree, path)
            for key, value in (tree if isinstance(tree, dict) else {}).items():
                yield from _check(entry, value, at_key(path, key))


def _mistakes(leaf: Leaf, tree: Any, path: str) -> Problems:
    message = leaf.mistake(tree)
    if message:
        yield Problem(path, message)


def _check_union(union: OneOf, tree: Any, path: str) -> Problems:
    option = choose(union, tree)
    if option is None:
        expected = " or ".join(expectation_of(option) for option in union.options)
        yield Problem(path, f"expected {expected}, found {shown(tree)}")
    else:
        yield from _check(option, tree, path)


def _check_component(
    component: Component, tree: Any, path: str, beside: frozenset[str]
) -> Problems:
    if not isinstance(tree, dict):
        yield Problem(path, f"expected {component.expectation}, found {shown(tree)}")
        return
    try:
        target = component.target(tree)
    except LookupError as error:
        yield Problem(at_key(path, "type"), str(error.args[0]))
        return
    yield from _check_arguments(target, component.arguments(tree), path, beside)


def _check_arguments(
    target: Callable[..., Any], tree: Mapping[str, Any], path: str, beside: frozenset[str]
) -> Problems:
    signature = signature_of(target)
    known = beside | signature.keys.keys()
    if len(known) < len(beside) + len(signature.keys):
        twice = ", ".join(sorted(beside & signature.keys.keys()))
        raise TypeError(f"{target.__qualname__} takes {twice}, as does what it is Inline in")
    for key, value in tree.items():
        if key in signature.keys:
            yield from _check(signature.keys[key].shape, value, at_key(path, key))
        elif key in signature.supplied:
            yield Problem(at_key(path, key), "is supplied by the program, remove it")
        elif signature.inline is None:
            yield Problem(at_key(path, key), _unknown(key, target, known))
    for name, parameter in signature.keys.items():
        if parameter.required and name not in tree:
            yield Problem(at_key(path, name), f"missing; required by {name_of(target)}")
    if signature.inline is not None:
        yield from _check(signature.inline.shape, signature.beside(tree), path, known)


def _unknown(key: str, target: Callable[..., Any], known: frozenset[str]) -> str:
    similar = nearest(key, known, limit=1)
    if similar:
        return f"unknown key for {name_of(target)}; did you mean {similar[0]}?"
    return f"unknown key for {name_of(target)}; it takes {', '.join(sorted(known)) or 'none'}"


def _has_kind(shape: Shape, tree: Any) -> bool:
    """Whether `tree` is the sort of JSON value that the shape is made of, right or wrong."""
    match shape:
        case Leaf():
            return shape.mistake(tree) is None
        case Later(component):
            return _has_kind(component, tree)
        case OneOf(options):
            return any(_has_kind(option, tree) for option in options)
        case Items() | Row():
            return isinstance(tree, list)
        case Entries() | Component():
            return isinstance(tree, dict)
