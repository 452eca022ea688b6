"""Building: a checked config becomes objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar, overload

from mgkd.config.checker import check, choose
from mgkd.config.component import Component, name_of
from mgkd.config.errors import ConfigError, Problem, UserError
from mgkd.config.leaves import Leaf
from mgkd.config.markers import Deferred
from mgkd.config.paths import at_index, at_key
from mgkd.config.shapes import Entries, Items, Later, OneOf, Row, Shape, shape_of
from mgkd.config.signature import signature_of

T = TypeVar("T")


@overload
def build(annotation: type[T], tree: Any, /, path: str = "", **supplied: Any) -> T: ...
@overload
def build(annotation: Any, tree: Any, /, path: str = "", **supplied: Any) -> Any: ...
def build(annotation: Any, tree: Any, /, path: str = "", **supplied: Any) -> Any:
    """Checks `tree`, then builds it to `annotation`.

    Args:
        annotation: a class, or anything that may annotate an argument.
        tree: plain JSON values.
        path: where the tree stands in the config, for messages.
        supplied: what arguments marked `Supplied` receive, by name, in the constructor and in
            every component nested in it. What none asks for is ignored.

    Raises:
        ConfigError: with every problem of the tree; or with the one that a constructor found by
            raising ValueError. Its source is `config`: see `ConfigError.with_source`.
        TypeError: when a `Supplied` argument without a default is not among `supplied`.
    """
    problems = check(annotation, tree, path)
    if problems:
        raise ConfigError("config", problems)
    return _build(shape_of(annotation), tree, path, supplied)


def _build(shape: Shape, tree: Any, path: str, supplied: Mapping[str, Any]) -> Any:
    match shape:
        case Leaf():
            return shape.value(tree)
        case Later(component):
            return Deferred(partial(_build_later, component, tree, path), tree, path)
        case Component():
            return _build_component(shape, tree, path, supplied)
        case OneOf():
            return _build(choose(shape, tree), tree, path, supplied)
        case Items(item, factory):
            return factory(
                _build(item, value, at_index(path, index), supplied)
                for index, value in enumerate(tree)
            )
        case Row(items):
            return tuple(
                _build(item, value, at_index(path, index), supplied)
                for index, (item, value) in enumerate(zip(items, tree, strict=True))
            )
        case Entries(entry):
            return {
                key: _build(entry, value, at_key(path, key), supplied)
                for key, value in tree.items()
            }


def _build_later(component: Shape, tree: Any, path: str, /, **supplied: Any) -> Any:
    return _build(component, tree, path, supplied)


def _build_component(
    component: Component, tree: Mapping[str, Any], path: str, supplied: Mapping[str, Any]
) -> Any:
    target = component.target(tree)
    arguments = _arguments(target, component.arguments(tree), path, supplied)
    try:
        return target(**arguments)
    except UserError:  # says already what to do; it may be a ValueError as well
        raise
    except ValueError as error:
        raise ConfigError("config", [Problem(path, f"{name_of(target)}: {error}")]) from error


def _arguments(
    target: Callable[..., Any], tree: Mapping[str, Any], path: str, supplied: Mapping[str, Any]
) -> dict[str, Any]:
    """What to call `target` with; arguments that stay at their defaults are left out."""
    signature = signature_of(target)
    arguments = {
        name: _build(parameter.shape, tree[name], at_key(path, name), supplied)
        for name, parameter in signature.keys.items()
        if name in tree
    }
    if signature.inline is not None:
        shape, rest = signature.inline.shape, signature.beside(tree)
        arguments[signature.inline.name] = _build(shape, rest, path, supplied)
    for name, required in signature.supplied.items():
        if name in supplied:
            arguments[name] = supplied[name]
        elif required:
            raise TypeError(f"{target.__qualname__} needs {name}, which was not supplied")
    return arguments
