"""Experiments as they are given to a check: a config file, or a mapping that stands for one."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from mgkd.config import ConfigError, Problem
from mgkd.experiment import LoadedExperiment, load_experiment
from mgkd.files import write_json

Config = str | PathLike[str] | Mapping[str, Any]


def loaded(
    config: Config,
    folder: Path,
    overrides: Sequence[str] = (),
    profile: str | None = None,
    variables: Mapping[str, str] | None = None,
) -> LoadedExperiment:
    """The experiment of a config, checked; keywords are those of `load_experiment`.

    Plugin files are named relative to the folder of a config file, and to the working directory
    in a mapping.

    Args:
        folder: where a mapping may be written.

    Raises:
        UserError: with all that is wrong, and where.
    """
    how = {"overrides": overrides, "profile": profile, "variables": variables}
    if not isinstance(config, Mapping):
        return load_experiment(Path(config), **how)
    path = folder / "config.json"
    write_json(path, _with_plugins_found(config))
    try:
        return load_experiment(path, **how)
    except ConfigError as error:
        raise ConfigError(
            "config", [_without_file(problem, path) for problem in error.problems]
        ) from error


def at_fixture_size(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The same for one epoch and without a baseline, and so the teachers that it trains.

    Of a training in stages it is one epoch of each.
    """
    small = copy.deepcopy(dict(tree))
    for part in _objects(small):
        if {"corpus", "model"} <= part.keys():
            part["baseline"] = False
            for stage in part.get("stages") or [part]:
                _shorten(stage)
    return small


def _shorten(stage: dict[str, Any]) -> None:
    """One epoch, and no weight that takes longer than that, in place."""
    stage["trainer"]["epochs"] = 1
    for term in stage["objective"]:
        if isinstance(term.get("weight"), dict):
            _shorten_weight(term["weight"])


def _shorten_weight(weight: dict[str, Any]) -> None:
    for unit in ("epochs", "steps"):
        if weight.get(unit) is not None:
            weight[unit] = 1


def _without_file(problem: Problem, path: Path) -> Problem:
    """The same without its line of a file that nobody has written."""
    return replace(problem, place="") if problem.place.startswith(str(path)) else problem


def _with_plugins_found(tree: Mapping[str, Any]) -> dict[str, Any]:
    found = copy.deepcopy(dict(tree))
    for part in _objects(found):
        if isinstance(part.get("plugins"), list):
            part["plugins"] = [_absolute(name) for name in part["plugins"]]
    return found


def _absolute(plugin: Any) -> Any:
    is_file = isinstance(plugin, str) and plugin.endswith(".py")
    return str(Path(plugin).absolute()) if is_file else plugin


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within plain JSON values."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from _objects(item)
