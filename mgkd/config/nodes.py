"""A config as the annotations read it: every value in its place, every component chosen.

A tree of these stands between the plain JSON of a config and the objects built from it. Checking,
building and showing a config are functions over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mgkd.config.errors import Problem
from mgkd.config.paths import at_key, below, from_top


class NotKnown(Exception):
    """What a rule asked for is missing or wrong, and has been complained of already."""


@dataclass(frozen=True)
class Broken:
    """Stands where the config is wrong."""


@dataclass(frozen=True)
class Value:
    """value: as the annotation has it, a `Path` for instance; tree: as the config has it."""

    value: Any
    tree: Any


@dataclass(frozen=True)
class Several:
    """A list, built with `factory`."""

    items: tuple[Resolved, ...]
    factory: Callable[[Iterable[Any]], Any]


@dataclass(frozen=True)
class Entries:
    """An object with any keys."""

    items: dict[str, Resolved]


@dataclass(frozen=True)
class Postponed:
    """What the program builds later, as often as it likes; it stands at `path`."""

    content: Resolved
    path: str


@dataclass(eq=False)
class Reference:
    """The object that another place of the config describes; `node` once that is found."""

    to: str
    path: str
    classes: tuple[type, ...]
    postponed: tuple[str, ...]
    node: Node | None = None


@dataclass(eq=False)
class Node:
    """A component, or another object whose keys are a constructor's arguments.

    Attributes:
        target: the constructor.
        path: where it stands.
        type: the registered name that chose the constructor; None when none is needed.
        postponed: the paths of the `Deferred` parts that it stands in, from the outside in.
        arguments: all that a config can give, by name; defaults included.
        given: the names of those that the config gives.
        inline: the name of the argument whose own keys stand beside these, if any.
    """

    target: Callable[..., Any]
    path: str
    type: str | None
    postponed: tuple[str, ...]
    arguments: dict[str, Resolved] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    inline: str | None = None

    def __getitem__(self, name: str) -> Any:
        """For rules: a plain value, a list or dictionary of such, or another Node.

        Raises:
            NotKnown: when the config is wrong there, or the constructor has no such argument. That
                ends the rule: one that a subclass inherits may not be about its arguments.
        """
        if name not in self.arguments:
            raise NotKnown
        return plain(self.arguments[name])

    def get(self, name: str) -> Any:
        """The same, but None where the constructor has no such argument."""
        return self[name] if name in self.arguments else None

    def problem(self, name: str, message: str) -> Problem:
        """Something wrong with an argument; with the whole when `name` is empty."""
        return Problem(at_key(self.path, name) if name else self.path, message)


Resolved = Broken | Value | Several | Entries | Postponed | Reference | Node


def plain(resolved: Resolved) -> Any:
    """What a rule sees of a part of the config."""
    match resolved:
        case Value(value):
            return value
        case Several(items):
            return [plain(item) for item in items]
        case Entries(items):
            return {key: plain(item) for key, item in items.items()}
        case Postponed(content):
            return plain(content)
        case Reference(node=node) if node is not None:
            return node
        case Node():
            return resolved
    raise NotKnown


def children(resolved: Resolved) -> Iterator[Resolved]:
    """The parts that a part consists of; what a reference refers to is none."""
    match resolved:
        case Several(items):
            yield from items
        case Entries(items) | Node(arguments=items):
            yield from items.values()
        case Postponed(content):
            yield content


def descendants(resolved: Resolved) -> Iterator[Resolved]:
    """The part itself and all that it consists of, from the outside in."""
    yield resolved
    for child in children(resolved):
        yield from descendants(child)


def dumped(resolved: Resolved, root: str = "") -> Any:
    """The part as plain JSON, with every default and every type written out.

    Args:
        root: the path of the whole config, from which references are written.
    """
    match resolved:
        case Value(tree=tree):
            return tree
        case Several(items):
            return [dumped(item, root) for item in items]
        case Entries(items):
            return {key: dumped(item, root) for key, item in items.items()}
        case Postponed(content):
            return dumped(content, root)
        case Reference(node=node) if node is not None:
            return {"ref": from_top(below(node.path, root))}
        case Node():
            return _dumped_node(resolved, root)
    raise NotKnown


def _dumped_node(node: Node, root: str) -> dict[str, Any]:
    tree: dict[str, Any] = {} if node.type is None else {"type": node.type}
    for name, argument in node.arguments.items():
        if name == node.inline:
            tree = {**dumped(argument, root), **tree}
        else:
            tree[name] = dumped(argument, root)
    return tree
