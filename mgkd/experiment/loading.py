"""From a config file and the command line to a checked experiment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mgkd.config import (
    ConfigError,
    Deferred,
    Problem,
    Resolution,
    Source,
    UserError,
    build,
    load_plugin,
    override,
    read_config,
    resolve,
)
from mgkd.config.paths import at_index, at_key, is_within, steps_of
from mgkd.experiment.experiment import Experiment


@dataclass(frozen=True)
class LoadedExperiment:
    """A config that was read and found right.

    Attributes:
        name: of the file, without its ending; with the profile where the config has profiles.
        spec: the experiment, checked and not built.
        plugins: the source files of its plugins, now loaded, by their names.
    """

    name: str
    spec: Deferred[Experiment]
    plugins: dict[str, Path]


@dataclass(frozen=True)
class Examined:
    """A config that was read and checked, with nothing built.

    Attributes:
        source: what its files give.
        resolution: what the annotations make of that, after overrides; it may be broken.
        overridden: the paths that `--set` has changed.
        plugins: the source files of its plugins, now loaded, by their names.
        problems: all that is wrong, and where that is written.
    """

    source: Source
    resolution: Resolution
    overridden: tuple[str, ...] = ()
    plugins: dict[str, Path] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """Of the file, without its ending; with the profile where the config has profiles."""
        variables = self.source.tree.get("variables")
        used = variables.get("profile") if isinstance(variables, dict) else None
        return f"{self.source.path.stem}-{used}" if used else self.source.path.stem

    def place_of(self, path: str) -> str:
        """Where a part of the config is written: `file:line`, `--set`, or empty."""
        if any(is_within(path, changed) for changed in self.overridden):
            return "--set"
        return str(self.source.places.of(path) or "")

    def origin_of(self, path: str) -> str:
        """Where the value at a path of the resolved config comes from, in a few words."""
        if any(is_within(path, changed) for changed in self.overridden):
            return "--set"
        given = self.source.tree
        for step in steps_of(path):
            if not isinstance(given, dict | list):
                break  # a name that is short for an object with that type
            if (step not in given) if isinstance(given, dict) else step >= len(given):
                return "default"
            given = given[step]
        return str(self.source.places.of(path) or self.source.path)


def examine(
    path: Path,
    *,
    profile: str | None = None,
    variables: Mapping[str, str] | None = None,
    overrides: Sequence[str] = (),
) -> Examined:
    """Read a config, apply `--set`, load its plugins, and find all that is wrong.

    Reads no corpus, loads no weights and builds no component.

    Raises:
        UserError: when the file cannot be read as Jsonnet.
    """
    source = read_config(path, variables=variables, profile=profile)
    given = {key: value for key, value in source.tree.items() if key != "$schema"}  # for editors
    changed = override(given, overrides)
    plugins, failures = _load_plugins(changed.tree, source.path.parent)
    resolution = resolve(Deferred[Experiment], changed.tree)
    examined = Examined(source, resolution, changed.paths, plugins)
    # What a plugin that failed would have registered is not to be complained of as well.
    followed = resolution.unknown if failures else []
    checked = [problem for problem in resolution.problems if problem not in followed]
    found = [*source.problems(), *changed.problems, *failures, *checked]
    return replace(examined, problems=tuple(_joined(_placed(examined, found))))


def load_experiment(
    path: Path,
    *,
    profile: str | None = None,
    variables: Mapping[str, str] | None = None,
    overrides: Sequence[str] = (),
) -> LoadedExperiment:
    """Read and check a config, and see that its parts go together.

    Raises:
        UserError: with all that is wrong, and where.
    """
    examined = examine(path, profile=profile, variables=variables, overrides=overrides)
    if examined.problems:
        raise ConfigError(path, examined.problems)
    try:
        spec = build(Deferred[Experiment], examined.resolution.tree)
        spec()  # a constructor may find its arguments at odds with each other
    except ConfigError as error:
        raise ConfigError(path, _placed(examined, error.problems)) from error
    return LoadedExperiment(examined.name, spec, examined.plugins)


def whole(path: Path, **how: Any) -> Examined:
    """A config, or that of a run directory, of which all parts are understood.

    What only its rules find, such as a missing file, does not matter.

    Args:
        how: as for `examine`.

    Raises:
        UserError: when something is so wrong that the config cannot be shown.
    """
    examined = examine(path / "config.json" if path.is_dir() else path, **how)
    if len(examined.problems) > len(examined.resolution.violations):
        raise ConfigError(path, examined.problems)
    return examined


def _placed(examined: Examined, problems: Sequence[Problem]) -> Iterator[Problem]:
    for problem in problems:
        known = problem.place or problem.path.startswith("--")
        yield problem if known else replace(problem, place=examined.place_of(problem.path))


def _joined(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Those that one line of a file causes in several places, such as an import, told as one."""
    alike: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        own = () if ":" in problem.place else (problem.path,)
        alike.setdefault((problem.message, problem.place, *own), []).append(problem)
    for first, *others in alike.values():
        message, *rest = first.message.split("\n", 1)
        also = ", ".join(problem.path for problem in others)
        text = "\n".join([f"{message}; also at {also}", *rest]) if others else first.message
        yield replace(first, message=text)


def _load_plugins(tree: Mapping[str, Any], folder: Path) -> tuple[dict[str, Path], list[Problem]]:
    plugins: dict[str, Path] = {}
    failures: list[Problem] = []
    places: dict[str, str] = {}
    for path, name in _plugin_names(tree, ""):
        places.setdefault(name, path)  # a teacher's are often the student's
    for name, path in places.items():
        try:
            source = load_plugin(name, base_dir=folder)
        except UserError as error:
            failures.append(Problem(path, str(error)))
        else:
            plugins |= {name: source} if source else {}
    return plugins, failures


def _plugin_names(tree: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """The plugins of a config and of the teacher that it trains, with their paths.

    What is no list of names is left for the check to complain of.
    """
    names = tree.get("plugins")
    for index, name in enumerate(names if isinstance(names, list) else []):
        if isinstance(name, str):
            yield at_index(at_key(path, "plugins"), index), name
    teacher = tree.get("teacher")
    config = teacher.get("config") if isinstance(teacher, dict) else None
    if isinstance(config, dict):
        yield from _plugin_names(config, at_key(at_key(path, "teacher"), "config"))
