"""From a sweep file and the command line to checked configs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any

from mgkd.config import (
    ConfigError,
    Problem,
    Source,
    build,
    override,
    read_config,
    resolve,
    temporary_registrations,
)
from mgkd.config.paths import at_key
from mgkd.experiment import LoadedExperiment, examine_source, load_examined
from mgkd.sweep.file import SweepFile, unknown_name

DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Member:
    """One config of a sweep, found right.

    Attributes:
        name: in the sweep.
        tree: the resolved config; its seed is only that of the file.
        plugins: the source files of its plugins, by their names.
    """

    name: str
    tree: dict[str, Any]
    plugins: Mapping[str, Path]


@dataclass(frozen=True)
class Family:
    """A sweep that was read and found right.

    Attributes:
        title: for people.
        name: the one that the file gives itself, or else the file's without its ending; with the
            profile where the configs have profiles.
        members: the baseline first, the others by name, numbers in them by their value.
        seeds: that each is trained with.
        baseline: the name of the one that the others are compared with.
        left_out: configs of the file that were not asked for and are wrong, by name, with the first
            thing that is wrong.
    """

    title: str
    name: str
    members: tuple[Member, ...]
    seeds: tuple[int, ...]
    baseline: str | None
    left_out: Mapping[str, Problem] = field(default_factory=dict)


def load_family(
    path: Path,
    *,
    profile: str | None = None,
    variables: Mapping[str, str] | None = None,
    overrides: Sequence[str] = (),
    seeds: Sequence[int] | None = None,
    baseline: str | None = None,
    only: Sequence[str] = (),
) -> Family:
    """Read a sweep file and check its configs.

    Args:
        overrides: changes to every config.
        seeds: instead of the file's.
        baseline: instead of the file's.
        only: names of configs that are asked for; with another one that is wrong, as one to which
            the changes do not apply, the family is without it. All where none is named.

    Raises:
        UserError: with all that is wrong with any that is asked for, and where.
    """
    source = read_config(path, variables=variables, profile=profile)
    said = {"seeds": list(seeds) if seeds is not None else None, "baseline": baseline}
    given = {**source.tree, **{key: value for key, value in said.items() if value is not None}}
    own = [_placed(problem, source) for problem in resolve(SweepFile, given).problems]
    if "configs" not in given and "corpus" in given:
        own = [Problem("", f"this is one config, no sweep; train it with: mgkd train {path}")]
    configs = given.get("configs")
    found = _Found()
    for name, tree in configs.items() if isinstance(configs, dict) else ():
        if isinstance(tree, dict):
            asked_for = not only or name in only
            found.look_at(name, source.part(at_key("configs", name)), overrides, asked_for)
    problems = [*own, *found.of_files(source), *_of_seed(overrides), *found.told()]
    if problems:
        raise ConfigError(path, problems)
    file = build(SweepFile, given)
    there = file.baseline in [member.name for member in found.members]
    baseline = file.baseline if there else None
    members = sorted(found.members, key=lambda member: _order(member.name, baseline))
    profiles = {member.tree["variables"].get("profile") for member in members} - {None}
    name = file.name or path.stem
    folder = "-".join([name, *sorted(profiles)])
    title = file.title or name
    return Family(title, folder, tuple(members), file.seeds, baseline, found.left_out)


def chosen(family: Family, names: Sequence[str]) -> Family:
    """The family with these members only; with all where none is named.

    Raises:
        ConfigError: when one is not there.
    """
    if not names:
        return family
    known = [member.name for member in family.members]
    unknown = [Problem("--only", unknown_name(name, known)) for name in names if name not in known]
    if unknown:
        raise ConfigError(family.name, unknown)
    return replace(family, members=tuple(m for m in family.members if m.name in names))


class _Found:
    """What looking at the configs one by one brings up."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.left_out: dict[str, Problem] = {}
        self._variables: dict[str, Any] = {}
        self._problems: dict[Problem, list[str]] = {}

    def look_at(self, name: str, source: Source, overrides: Sequence[str], asked_for: bool) -> None:
        self._variables.update(source.tree.get("variables") or {})
        with temporary_registrations():  # one config's plugins are not another's
            examined = examine_source(source, overrides)
            try:
                loaded = load_examined(examined, source.path)
            except ConfigError as error:
                problems = list(error.problems)
            else:
                problems = list(_of_plugins(loaded))
        if not problems:
            tree = {**loaded.spec.tree, "variables": loaded.spec.tree.get("variables") or {}}
            self.members.append(Member(name, tree, loaded.plugins))
        elif not asked_for:
            self.left_out[name] = problems[0]
            return
        for problem in problems:
            self._problems.setdefault(problem, []).append(name)

    def of_files(self, source: Source) -> Iterator[Problem]:
        """What is wrong with the files that the configs are made of."""
        return replace(source, tree={"variables": self._variables}).problems()

    def told(self) -> Iterator[Problem]:
        """What is wrong with the configs; what is wrong with several alike, once."""
        for problem, (first, *others) in self._problems.items():
            message, *more = problem.message.split("\n", 1)
            also = f"; also in {', '.join(others)}" if others else ""
            path = f"{first}: {problem.path}" if problem.path else first
            yield replace(problem, path=path, message="\n".join([message + also, *more]))


def _placed(problem: Problem, source: Source) -> Problem:
    return replace(problem, place=str(source.places.of(problem.path) or ""))


def _of_seed(overrides: Sequence[str]) -> Iterator[Problem]:
    if "seed" in override({"seed": 0}, overrides).paths:
        message = "each config is trained with the seeds of the sweep; name others with --seeds"
        yield Problem("seed", message, "--set")


def _of_plugins(loaded: LoadedExperiment) -> Iterator[Problem]:
    """A run is trained from its own directory, into which plugins are copied."""
    for name in loaded.plugins:
        if ".." in PurePath(name).parts:
            yield Problem(
                "plugins",
                f"{name} is above the file that names it, so that a run cannot hold a copy; put it "
                "beside or below that file, or name it by its whole path",
            )


def _order(name: str, baseline: str | None) -> tuple[bool, list[tuple[bool, int, str]]]:
    parts = ((part.isdecimal(), part) for part in DIGITS.split(name))
    return name != baseline, [(not n, int(part) if n else 0, part) for n, part in parts]
