"""Rules: what must hold between the arguments of a component, and between components.

A class lists them in a class attribute `rules`; they are followed when a config is checked, with
nothing built:

    def heads_divide(config: Arguments) -> Iterator[Problem]:
        if config["hidden_size"] % config["heads"]:
            yield config.problem("heads", "must divide hidden_size")

    class Attention:
        rules = (heads_divide,)

A rule that asks for a part of the config that is itself wrong ends there, without a sound. The
same rules guard a constructor that is called from Python, by `obey(self.rules, heads=heads, ...)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from mgkd.config.errors import Problem


class Arguments(Protocol):
    """The arguments of a component: a `Node` of a config, or those of a call."""

    def __getitem__(self, name: str) -> Any:
        """A plain value, a list or dictionary of such, or a nested component's Node."""

    def problem(self, name: str, message: str) -> Problem:
        """Something wrong with an argument; with the whole when `name` is empty."""


Rule = Callable[[Arguments], Iterable[Problem]]


class _Call(dict[str, Any]):
    def problem(self, name: str, message: str) -> Problem:
        return Problem(name, message)


def obey(rules: Iterable[Rule], **arguments: Any) -> None:
    """Follows rules in a call from Python.

    Raises:
        ValueError: with the first thing that a rule finds.
    """
    for rule in rules:
        for problem in rule(_Call(arguments)):
            raise ValueError(f"{problem.path}: {problem.message}")
