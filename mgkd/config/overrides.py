"""`--set a.b[2].c=VALUE`: changes to a config from the command line."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mgkd.config.english import counted, shown
from mgkd.config.errors import ConfigError, Problem
from mgkd.config.paths import at_index, at_key
from mgkd.config.spelling import nearest

STEP = re.compile(
    r"""\.(?P<name>[^.\[\]="\s]+)"""
    r"""|\[(?P<index>[0-9]+)\]"""
    r"""|\[(?P<quoted>"(?:[^"\\]|\\.)*")\]"""
)


@dataclass(frozen=True)
class Override:
    """One value to be set.

    Attributes:
        steps: from the top of the config to the place, keys and indices; at least one.
        value: plain JSON.
    """

    steps: tuple[str | int, ...]
    value: Any

    @property
    def path(self) -> str:
        return _path(self.steps)


def apply_overrides(tree: dict[str, Any], settings: Iterable[str]) -> dict[str, Any]:
    """A copy of `tree` with each of `settings`, such as `trainer.epochs=5`, made in turn.

    A value is JSON where it is JSON, and else the string that it is. The way to the place must
    exist, but an object may be given a new key: whether it takes that key is for `check` to say.

    Raises:
        ConfigError: with a problem for each setting that is not of the form or has no place.
    """
    changed = copy.deepcopy(tree)
    problems = []
    for setting in settings:
        try:
            override = parse_override(setting)
        except ValueError as error:
            problems.append(Problem(setting, str(error)))
            continue
        try:
            _put(changed, override)
        except LookupError as error:
            problems.append(Problem(override.path, str(error.args[0])))
    if problems:
        raise ConfigError("--set", problems)
    return changed


def parse_override(setting: str) -> Override:
    """Reads `path=value`.

    Raises:
        ValueError: when it is not of that form.
    """
    rest = setting if setting.startswith("[") else f".{setting}"
    steps: list[str | int] = []
    while not rest.startswith("="):
        step = STEP.match(rest)
        if step is None:
            raise ValueError(
                "expected path=value, such as trainer.epochs=5 or objective[0].weight=2"
            )
        steps.append(_read_step(step))
        rest = rest[step.end() :]
    return Override(tuple(steps), _value(rest[1:]))


def _read_step(step: re.Match[str]) -> str | int:
    if step["index"] is not None:
        return int(step["index"])
    return step["name"] if step["name"] is not None else json.loads(step["quoted"])


def _value(text: str) -> Any:
    try:
        return json.loads(text, parse_float=_number, parse_constant=_number)
    except ValueError:
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


def _enter(place: Any, step: str | int, before: Sequence[str | int]) -> Any:
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


def _refuse_misfit(place: Any, step: str | int, before: Sequence[str | int]) -> None:
    """Refuses an index of what is no list, or none so long, and a key of what is no object."""
    if isinstance(step, str):
        if not isinstance(place, dict):
            raise LookupError(f"{_name(before)} is {shown(place)}, which has no keys")
    elif not isinstance(place, list):
        raise LookupError(f"{_name(before)} is {shown(place)}, not a list")
    elif step >= len(place):
        last = f", [0] to [{len(place) - 1}]" if place else ""
        raise LookupError(f"{_name(before)} has {counted(len(place), 'item')}{last}")


def _name(steps: Sequence[str | int]) -> str:
    return _path(steps) or "the config"


def _path(steps: Iterable[str | int]) -> str:
    path = ""
    for step in steps:
        path = at_index(path, step) if isinstance(step, int) else at_key(path, step)
    return path
