"""Resolving: a config becomes nodes, with everything wrong with it gathered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mgkd.config.errors import Problem
from mgkd.config.importing import failure
from mgkd.config.nodes import Node, NotKnown, Resolved, dumped
from mgkd.config.paths import below
from mgkd.config.references import linked, part_of
from mgkd.config.shapes import shape_of
from mgkd.config.signature import signature_of
from mgkd.config.walk import Walk

OWN = f"{__name__.partition('.')[0]}."  # how the modules of this program begin


@dataclass(frozen=True)
class Resolution:
    """A config that was read by an annotation.

    Attributes:
        root: the whole; broken where there are mistakes.
        mistakes: what the annotations do not allow.
        violations: what the rules of the components do not allow.
        unknown: those mistakes that are names under which nothing is registered.
        path: where the whole stands.
    """

    root: Resolved
    mistakes: list[Problem]
    violations: list[Problem]
    unknown: list[Problem]
    path: str = ""

    @property
    def problems(self) -> list[Problem]:
        """All that keeps it from being built."""
        return [*self.mistakes, *self.violations]

    @cached_property
    def tree(self) -> Any:
        """The config as plain JSON, with defaults and types written out, if it has no mistakes."""
        return dumped(self.root, self.path)

    def part(self, path: str) -> Any:
        """A part of `tree` that can be understood by itself."""
        return part_of(self.tree, below(path, self.path))


def resolve(annotation: Any, tree: Any, path: str = "") -> Resolution:
    """Reads `tree` as `annotation` asks, and finds all that is wrong with it. Builds nothing.

    Args:
        annotation: a class, or anything that may annotate an argument.
        tree: plain JSON values.
        path: where the tree stands in the config.

    Raises:
        TypeError: when a constructor on the way has a signature that no config can meet.
    """
    walk = Walk()
    root = walk.read(shape_of(annotation), tree, path)
    mistakes = [*walk.problems, *linked(root, path)]
    rules = ((rule, node) for node in walk.nodes for rule in getattr(node.target, "rules", ()))
    violations = [problem for rule, node in rules for problem in _followed(rule, node)]
    return Resolution(root, mistakes, violations, walk.unknown, path)


def audit(target: Callable[..., Any]) -> None:
    """Sees that a config can call a constructor at all.

    Raises:
        TypeError: when its signature or a default of it is one that no config could give.
    """
    walk, node = Walk(), Node(target, "", None, ())
    for parameter in signature_of(target).keys.values():
        if not parameter.required:
            walk.default(node, parameter, parameter.name)


def check(annotation: Any, tree: Any, path: str = "") -> list[Problem]:
    """All that keeps `tree` from being built to `annotation`; empty when nothing does."""
    return resolve(annotation, tree, path).problems


def _followed(rule: Callable[[Node], Any], node: Node) -> list[Problem]:
    found: list[Problem] = []
    try:
        found.extend(rule(node))
    except NotKnown:
        pass  # it rests on something that is wrong itself; what it found before stands
    except Exception as error:  # a plugin's rule may raise anything
        if rule.__module__.startswith(OWN):
            raise
        found.append(node.problem("", f"a rule of {node.type} fails: {failure(error, None)}"))
    return found
