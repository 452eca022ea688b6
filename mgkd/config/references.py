"""References: `{ref: 'corpus.reader'}` is the very object that stands at another place.

A path is looked up as a name is in a program: from the object that the reference stands in, then
from the one around it, up to the whole config. So a config keeps its meaning where another one
imports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

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
from mgkd.config.paths import at_index, at_key, path_of, steps_of
from mgkd.config.spelling import nearest


def linked(root: Resolved, path: str) -> list[Problem]:
    """Finds the node of every reference below `root`, which stands at `path`.

    Returns:
        What is wrong with the references, in their order.
    """
    references = [part for part in descendants(root) if isinstance(part, Reference)]
    if not references:
        return []
    places: dict[str, list[Resolved]] = {}
    for place, part in _placed(root, path):
        places.setdefault(place, []).append(part)
    problems, targets = [], {}
    for reference in references:
        try:
            targets[reference] = _target(reference, places)
        except LookupError as error:
            problems.append(Problem(at_key(reference.path, "ref"), str(error)))
    circle = _circle(targets)
    if circle:
        return [*problems, circle]
    for reference, target in targets.items():
        while isinstance(target, Reference):
            target = targets.get(target)
        message = _misfit(reference, target)
        if message:
            problems.append(Problem(at_key(reference.path, "ref"), message))
        else:
            reference.node = target
    return problems


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


def _target(reference: Reference, places: dict[str, list[Resolved]]) -> Resolved:
    """What a reference names, which may be another reference.

    Raises:
        LookupError: with what to say, when that is nothing.
    """
    try:
        steps = steps_of(reference.to)
    except ValueError as error:
        raise LookupError(str(error)) from error
    around = steps_of(reference.path)[:-1]
    while path_of([*around, *steps[:1]]) not in places and around:
        around.pop()
    named = places.get(path_of([*around, *steps]), [])
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


def _circle(targets: dict[Reference, Resolved]) -> Problem | None:
    """References that can never be built, as each waits for the next."""
    waits = {
        reference: {part for part in descendants(target) if isinstance(part, Reference)}
        for reference, target in targets.items()
    }
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        circle = error.args[1][::-1]
        first = min(circle, key=list(targets).index)
        start = circle.index(first)
        turned = [*circle[start:-1], *circle[:start], first] if start else circle
        names = " -> ".join(reference.path for reference in turned)
        return Problem(at_key(first.path, "ref"), f"refers in a circle: {names}")
    return None


def _misfit(reference: Reference, target: Resolved | None) -> str | None:
    if not isinstance(target, Node):
        return f"{reference.to} is itself a reference that leads nowhere"
    if not _fits(reference, target):
        expected = Component(reference.cls).expectation
        return f"{reference.to} is {name_of(target.target)}, but expected {expected}"
    if reference.postponed[: len(target.postponed)] != target.postponed:
        return (
            f"{reference.to} is built later, within {target.postponed[-1]}; only what stands "
            "there can refer to it"
        )
    return None


def _fits(reference: Reference, node: Node) -> bool:
    return Component(reference.cls).fits(node.target)
