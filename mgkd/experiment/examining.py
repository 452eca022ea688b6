"""Looking at a config: read, checked, with nothing built."""

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
    override,
    read_config,
    resolve,
)
from mgkd.config.paths import is_within, steps_of
from mgkd.experiment.experiment import Experiment
from mgkd.experiment.plugins import load_config_plugins


@dataclass(frozen=True)
class Examined:
    """A config that was read and checked, with nothing built.

    Attributes:
        source: what its files give.
        resolution: what the annotations make of that, after overrides; it may be broken.
        tree: the config as given, after overrides.
        overridden: the paths that `--set` has changed.
        plugins: the source files of its plugins, now loaded, by their names.
        problems: all that is wrong, and where that is written.
        is_understood: whether what is wrong, if anything, keeps no part from being understood.
    """

    source: Source
    resolution: Resolution
    tree: dict[str, Any] = field(default_factory=dict)
    overridden: tuple[str, ...] = ()
    plugins: dict[str, Path] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    is_understood: bool = True

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
        given: Any = self.tree
        for step in steps_of(path):
            if isinstance(given, str) and step == "type":
                break  # a name alone is short for an object with that type
            if step not in given if isinstance(given, dict) else not isinstance(given, list):
                return "default"
            given = given[step]
        return self.place_of(path) or str(self.source.path)


def examine(
    path: Path,
    *,
    profile: str | None = None,
    variables: Mapping[str, str] | None = None,
    overrides: Sequence[str] = (),
) -> Examined:
    """Read a config, or that of a run directory; apply `--set`; find all that is wrong.

    Loads the plugins that it names. Reads no corpus, loads no weights and builds no component.

    Raises:
        UserError: when the file cannot be read as Jsonnet, or is a sweep.
    """
    run_config = path / "config.json"
    path = run_config if run_config.is_file() else path
    source = read_config(path, variables=variables, profile=profile)
    if "configs" in source.tree and "corpus" not in source.tree:
        message = f"this is a sweep of several configs; train them with: mgkd sweep {path}"
        raise ConfigError(path, [Problem("", message)])
    return examine_source(source, overrides, source.problems())


def examine_source(
    source: Source, overrides: Sequence[str] = (), known: Iterable[Problem] = ()
) -> Examined:
    """The same of a config that was read.

    Args:
        known: what is wrong with its files already.
    """
    changed = override(source.tree, overrides)
    plugins, failures = load_config_plugins(changed.tree, source)
    resolution = resolve(Deferred[Experiment], changed.tree)
    understood = not (changed.problems or failures or resolution.mistakes)
    examined = Examined(
        source, resolution, changed.tree, changed.paths, plugins, is_understood=understood
    )
    # What a plugin that failed would have registered is not to be complained of as well.
    followed = resolution.unknown if failures else []
    checked = [problem for problem in resolution.problems if problem not in followed]
    found = [*known, *changed.problems, *failures, *checked]
    return replace(examined, problems=tuple(_joined(placed(examined, found))))


def whole(path: Path, **how: Any) -> Examined:
    """A config, or that of a run directory, of which all parts are understood.

    What is wrong with it otherwise, such as a missing file, does not matter.

    Args:
        how: as for `examine`.

    Raises:
        UserError: when something is so wrong that the config cannot be shown.
    """
    examined = examine(path, **how)
    if not examined.is_understood:
        raise ConfigError(path, examined.problems)
    return examined


def placed(examined: Examined, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The same problems, with the places where they are written."""
    for problem in problems:
        known = problem.place or problem.path.startswith("--")
        yield problem if known else replace(problem, place=examined.place_of(problem.path))


def _joined(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Those that one line causes in several places, by an import of its file, told as one."""
    groups: list[list[Problem]] = []
    for problem in problems:
        for group in groups:
            if _is_same_line(group[0], problem):
                group.append(problem)
                break
        else:
            groups.append([problem])
    for first, *others in groups:
        message, *rest = first.message.split("\n", 1)
        also = ", ".join(problem.path for problem in others)
        text = "\n".join([f"{message}; also at {also}", *rest]) if others else first.message
        yield replace(first, message=text)


def _is_same_line(one: Problem, other: Problem) -> bool:
    """Whether a problem is that of a line which is imported once more, further in."""
    alike = (one.message, one.place) == (other.message, other.place) and ":" in one.place
    return alike and other.path.endswith(f".{one.path}")
