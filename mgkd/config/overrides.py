"""`--set a.b[2].c=VALUE`: changes to a config from the command line."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mgkd.config.english import counted, shown
from mgkd.config.errors import Problem
from mgkd.config.paths import Step, leading_steps, path_of
from mgkd.config.spelling import nearest


@dataclass(frozen=True)
class Override:
    """One value to be set.

    Attributes:
        steps: from the top of the config to the place, keys and indices; at least one.
        value: plain JSON.
    """

    steps: tuple[Step, ...]
    value: Any

    @property
    def path(self) -> str:
        return path_of(self.steps)


@dataclass(frozen=True)
class Overridden:
    """A config with changes made to it.

    Attributes:
        tree: a copy of the config, with all changes that have a place.
        paths: of the places that were changed.
        problems: one for each setting that is not of the form or has no place.
    """

    tree: dict[str, Any]
    paths: tuple[str, ...]
    problems: tuple[Problem, ...]


def override(tree: dict[str, Any], settings: Iterable[str]) -> Overridden:
    """Makes each of `settings`, such as `trainer.epochs=5`, in turn, in a copy of `tree`.

    A value is JSON where it is JSON, and else the string that it is. The way to the place must
    exist, but an object may be given a new key: whether it takes that key is for `check` to say.
    """
    changed = copy.deepcopy(tree)
    paths, problems = [], []
    for setting in settings:
        path = setting
        try:
            one = parse_override(setting)
            path = one.path
            _put(changed, one)
        except (ValueError, LookupError) as error:
            problems.append(Problem(path, str(error.args[0]), "--set"))
        else:
            paths.append(path)
    return Overridden(changed, tuple(paths), tuple(problems))


def parse_override(setting: str) -> Override:
    """Reads `path=value`.

    Raises:
        ValueError: when it is not of that form.
    """
    steps, rest = leading_steps(setting)
    if not steps or not rest.startswith("="):
        raise ValueError("expected path=value, such as trainer.epochs=5 or objective[0].weight=2")
    return Override(tuple(steps), json_or_text(rest[1:]))


def json_or_text(text: str) -> Any:
    """The JSON value that a text is, or the text itself."""
    try:
        return json.loads(text, parse_float=_number, parse_constant=_number)
    except (ValueError, RecursionError):
        return text


def _number(text: str) -> float | int:
    """As Jsonnet has it: 1e3 is the integer 1000, and there is no number that is not finite."""
    value = float(text)
    if value in (float("inf"), float("-inf")) or value != value:
        raise ValueError(f"{text} is not a finite number")
    return int(value) if value.is_integer() else value


def _put(tree: dict[str, Any], override: Override) -> None:
    *way, last = override.steps
    place: Any = tree
    for depth, step in enumerate(way):
        place = _enter(place, step, way[:depth])
    _refuse_misfit(place, last, way)
    place[last] = override.value


def _enter(place: Any, step: Step, before: Sequence[Step]) -> Any:
    """What stands one step on from `place`, which the steps `before` lead to.

    Raises:
        LookupError: naming the place and what it has, when there is nothing.
    """
    _refuse_misfit(place, step, before)
    if isinstance(step, str) and step not in place:
        similar = nearest(step, place, limit=1)
        hint = f"did you mean {similar[0]}?" if similar else f"it has {', '.join(place) or 'none'}"
        raise LookupError(f"{_name(before)} has no key {step}; {hint}")
    return place[step]


def _refuse_misfit(place: Any, step: Step, before: Sequence[Step]) -> None:
    """Refuses an index of what is no list, or none so long, and a key of what is no object."""
    if isinstance(step, str):
        if not isinstance(place, dict):
            hint = f"; {_name(before)}[0] is its first" if place and isinstance(place, list) else ""
            raise LookupError(f"{_name(before)} is {shown(place)}, which has no keys{hint}")
    elif not isinstance(place, list):
        raise LookupError(f"{_name(before)} is {shown(place)}, not a list")
    elif step >= len(place):
        last = f", [0] to [{len(place) - 1}]" if place else ""
        raise LookupError(f"{_name(before)} has {counted(len(place), 'item')}{last}")


def _name(steps: Sequence[Step]) -> str:
    return path_of(steps) or "the config"
