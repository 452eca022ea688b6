"""The config that a search varies, checked together with all that is to be tried."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mgkd.config import ConfigError, Problem, Source, read_config, temporary_registrations
from mgkd.experiment import LoadedExperiment, examine_source, load_examined
from mgkd.sweep.search.space import Dimension, dimension, setting

OPTION = "--over"


@dataclass(frozen=True)
class Base:
    """A config and what is tried of it.

    Attributes:
        source: what the file gives.
        overrides: changes that all trials share.
        dimensions: what differs between them.
        name: of the file, with the profile.
        tree: the resolved config, before anything is tried.
        monitor: the dev metric that is to be as high as can be.
    """

    source: Source
    overrides: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    name: str
    tree: Mapping[str, Any]

    @property
    def monitor(self) -> str:
        stages = self.tree.get("stages")
        return (stages[-1] if stages else self.tree)["trainer"]["monitor"]

    def with_values(self, values: Mapping[str, Any]) -> LoadedExperiment:
        """The config with these values by path.

        Raises:
            ConfigError: when they do not go together.
        """
        settings = [setting(path, value) for path, value in values.items()]
        with temporary_registrations():
            examined = examine_source(self.source, [*self.overrides, *settings])
            return load_examined(examined, self.source.path)


def load_base(
    path: Path,
    over: Sequence[str],
    *,
    profile: str | None = None,
    variables: Mapping[str, str] | None = None,
    overrides: Sequence[str] = (),
) -> Base:
    """Read and check a config, and the ends or choices of each dimension in it.

    Args:
        over: as `dimension` reads them; at least one.

    Raises:
        UserError: with all that is wrong.
    """
    source = read_config(path, variables=variables, profile=profile)
    with temporary_registrations():
        loaded = load_examined(examine_source(source, overrides, source.problems()), path)
    dimensions, problems = [], []
    for text in over:
        try:
            dimensions.append(dimension(text))
        except ValueError as error:
            problems.append(Problem(text.partition("=")[0], str(error), OPTION))
    if not over:
        example = "trainer.optimizer.lr=log(1e-4,1e-2)"
        problems.append(Problem(OPTION, f"nothing is to be tried; name something: {example}"))
    problems += _repeated(dimensions)
    for one in dimensions:
        problems += _tried(source, overrides, one)
    if problems:
        raise ConfigError(path, dict.fromkeys(problems))
    return Base(source, tuple(overrides), tuple(dimensions), loaded.name, loaded.spec.tree)


def _tried(source: Source, overrides: Sequence[str], one: Dimension) -> Iterator[Problem]:
    """What is wrong with its values, each by itself."""
    for value in one.values:
        given = setting(one.path, value)
        with temporary_registrations():
            examined = examine_source(source, [*overrides, given])
            problems = list(examined.problems)
            if not problems:
                try:
                    load_examined(examined, source.path)
                except ConfigError as error:
                    problems = list(error.problems)
        for problem in problems:
            place = f"{OPTION}, with {given}"
            yield replace(problem, place=place)


def _repeated(dimensions: Sequence[Dimension]) -> Iterator[Problem]:
    paths = [one.path for one in dimensions]
    for path in dict.fromkeys(path for path in paths if paths.count(path) > 1):
        yield Problem(path, "is named more than once", OPTION)
