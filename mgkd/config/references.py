"""References: `{ref: 'corpus.reader'}` is the very object that stands at another place.

A path is looked up as a name is in a program: from the object that the reference stands in, then
from the one around it, up to the whole config. So a config keeps its meaning where another one
imports it. A path that begins with `$`, as in resolved configs, is looked up from the top alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from mgkd.config.component import Component, name_of
from mgkd.config.errors import Problem
from mgkd.config.nodes import (
    Entries,
    Node,
    Postponed,
    Reference,
    Resolved,
    Several,
    descendants,
)
from mgkd.config.paths import TOP, at_index, at_key, below, from_top, is_within, path_of, steps_of
from mgkd.config.spelling import nearest

Places = dict[str, list[Resolved]]


def linked(root: Resolved, path: str) -> list[Problem]:
    """Finds the node of every reference below `root`, which stands at `path`.

    Returns:
        What is wrong with the references, in their order.
    """
    references = [part for part in descendants(root) if isinstance(part, Reference)]
    if not references:
        return []
    places: Places = {}
    for place, part in _placed(root, path):
        places.setdefault(place, []).append(part)
    targets: dict[Reference, Resolved] = {}
    problems: dict[Reference, str] = {}
    for reference in references:
        try:
            targets[reference] = _target(reference, places, path)
        except LookupError as error:
            problems[reference] = str(error)
    while circle := _circle(targets):
        problems[circle[0]] = f"refers in a circle: {' -> '.join(one.path for one in circle)}"
        for reference in circle[:-1]:
            del targets[reference]
    for reference, target in targets.items():
        while isinstance(target, Reference):
            target = targets.get(target)
        if target is None:
            continue  # it leads on to one that is complained of
        message = _misfit(reference, target)
        if message:
            problems[reference] = message
        else:
            reference.node = target
    return [
        Problem(at_key(reference.path, "ref"), problems[reference])
        for reference in references
        if reference in problems
    ]


def _placed(part: Resolved, path: str) -> Iterator[tuple[str, Resolved]]:
    """Every part with its path; what is inline has the path of what it is inline in."""
    yield path, part
    match part:
        case Several(items):
            for index, item in enumerate(items):
                yield from _placed(item, at_index(path, index))
        case Entries(items):
            for key, item in items.items():
                yield from _placed(item, at_key(path, key))
        case Postponed(content):
            yield from _placed(content, path)
        case Node():
            for name, item in part.arguments.items():
                yield from _placed(item, path if name == part.inline else at_key(path, name))


def _target(reference: Reference, places: Places, root: str) -> Resolved:
    """What a reference names, which may be another reference.

    Raises:
        LookupError: with what to say, when that is nothing.
    """
    named = [part for place in _candidates(reference, root) for part in places.get(place, ())]
    built = [part for part in named if isinstance(part, Node | Reference)]
    fitting = [part for part in built if isinstance(part, Node) and _fits(reference, part)]
    if built:
        return (fitting or built)[0]
    if named:
        raise LookupError(f"{reference.to} is no component, so there is no object to share")
    paths = [path for path, parts in places.items() if any(isinstance(p, Node) for p in parts)]
    similar = nearest(reference.to, paths)
    hint = f"; nearest: {', '.join(similar)}" if similar else ""
    raise LookupError(f"there is no {reference.to}{hint}")


def _candidates(reference: Reference, root: str) -> list[str]:
    """The paths that a reference may mean, the nearest first; what it stands in last of all."""
    try:
        steps = steps_of(reference.to.removeprefix(TOP).removeprefix("."))
    except ValueError as error:
        raise LookupError(str(error)) from error
    top = steps_of(root)
    if reference.to.startswith(TOP):
        return [path_of([*top, *steps])]
    if not steps:
        raise LookupError("a reference names a path such as corpus.reader")
    around = steps_of(reference.path)
    lengths = range(len(around) - 1, len(top) - 1, -1)
    paths = [path_of([*around[:length], *steps]) for length in lengths]
    return sorted(paths, key=lambda path: is_within(reference.path, path))


def _circle(targets: dict[Reference, Resolved]) -> list[Reference] | None:
    """References that can never be built, as each waits for the next; the first stands twice."""
    waits = {
        reference: {part for part in descendants(target) if part in targets}
        for reference, target in targets.items()
    }
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        circle = error.args[1][:0:-1]
        start = circle.index(min(circle, key=list(targets).index))
        return [*circle[start:], *circle[:start], circle[start]]
    return None


def _misfit(reference: Reference, target: Node) -> str | None:
    if not _fits(reference, target):
        expected = " or ".join(Component(cls).expectation for cls in reference.classes)
        name = target.type or name_of(target.target)
        return f"{reference.to} is {name}, but expected {expected}"
    if reference.postponed[: len(target.postponed)] != target.postponed:
        return (
            f"{reference.to} is built later, within {target.postponed[-1]}; only what stands "
            "there can refer to it"
        )
    return None


def _fits(reference: Reference, node: Node) -> bool:
    return any(Component(cls).fits(node.target) for cls in reference.classes)


def part_of(tree: Any, path: str) -> Any:
    """A part of a resolved config that can be understood by itself.

    Its references begin at its own top. What they referred to outside of it stands in place of the
    first of them, and the others refer to that.

    Args:
        tree: the whole, as plain JSON whose references begin with `$`.
        path: of the part.
    """
    return _Extraction(tree, path).written(_at(tree, path), path, "")


class _Extraction:
    """One part in the making; `copies` are the places in it of objects from outside."""

    def __init__(self, tree: Any, root: str) -> None:
        self.tree = tree
        self.root = root
        self.copies: dict[str, str] = {}

    def written(self, value: Any, here: str, there: str) -> Any:
        """A value that stands `here` in the whole and `there` in the part."""
        if isinstance(value, list):
            pairs = ((at_index(here, i), at_index(there, i), item) for i, item in enumerate(value))
            return [self.written(item, old, new) for old, new, item in pairs]
        if not isinstance(value, dict):
            return value
        to = value.get("ref")
        if isinstance(to, str) and to.startswith(TOP):
            own = {key: item for key, item in value.items() if key != "ref"}
            return self._referred(to.removeprefix(TOP).removeprefix("."), there) | own
        if not is_within(here, self.root):
            if here in self.copies:
                return {"ref": from_top(self.copies[here])}
            self.copies[here] = there
        return {
            key: self.written(item, at_key(here, key), at_key(there, key))
            for key, item in value.items()
        }

    def _referred(self, target: str, there: str) -> dict[str, Any]:
        if is_within(target, self.root):
            return {"ref": from_top(below(target, self.root))}
        return self.written(_at(self.tree, target), target, there)


def _at(tree: Any, path: str) -> Any:
    for step in steps_of(path):
        tree = tree[step]
    return tree
