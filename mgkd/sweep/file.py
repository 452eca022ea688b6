"""The schema of a sweep file."""

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field, NonNegativeInt

from mgkd.config import Arguments, Problem, nearest

SEEDS = (13, 14, 15)
LONGEST_NAME = 80  # characters; a name is that of a folder
UNFIT = re.compile(r"[/\\:\x00-\x1f]|^[. ]|[. ]$")


def names_are_those_of_folders(config: Arguments) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name in config["configs"]:
        if is_unfit(name):
            yield config.problem("configs", unfit_name(name))
        elif name.lower() in seen:
            message = f"{seen[name.lower()]!r} and {name!r} are one folder where case is no matter"
            yield config.problem("configs", message)
        seen[name.lower()] = name


def its_own_name_is_that_of_a_folder(config: Arguments) -> Iterator[Problem]:
    if config["name"] is not None and is_unfit(config["name"]):
        yield config.problem("name", unfit_name(config["name"]))


def the_baseline_is_one_of_them(config: Arguments) -> Iterator[Problem]:
    baseline, names = config["baseline"], list(config["configs"])
    if baseline is not None and baseline not in names:
        yield config.problem("baseline", unknown_name(baseline, names))


def seeds_are_distinct(config: Arguments) -> Iterator[Problem]:
    seeds = config["seeds"]
    if len(set(seeds)) < len(seeds):
        yield config.problem("seeds", "a seed stands twice; the same seed gives the same run")


def is_unfit(name: str) -> bool:
    """Whether it can be no name of a folder."""
    return UNFIT.search(name) is not None or not 0 < len(name) <= LONGEST_NAME


def unfit_name(name: str) -> str:
    """What to say of such a name."""
    return (
        f"{name!r} is no name for a folder: use letters, digits, spaces and signs other than "
        f"/ \\ and :, at most {LONGEST_NAME}"
    )


def unknown_name(name: str, names: list[str]) -> str:
    """What to say of a config that the sweep does not have."""
    similar = nearest(name, names, limit=1)
    hint = f"did you mean {similar[0]}?" if similar else f"there are: {', '.join(names)}"
    return f"no config is called {name}; {hint}"


class SweepFile:
    """What a sweep file says.

    Args:
        configs: whole configs by name, as files of their own would have them. A name is that of a
            folder as well.
        seeds: each config is trained once with each. The seeds of teachers are not touched.
        baseline: the name of the config with which the others are compared.
        title: above the report; the name unless given.
        name: of the folder of its runs, unless the command line names another; the file's name
            unless given.
    """

    rules = (
        names_are_those_of_folders,
        its_own_name_is_that_of_a_folder,
        the_baseline_is_one_of_them,
        seeds_are_distinct,
    )

    def __init__(
        self,
        configs: Annotated[dict[str, dict[str, Any]], Field(min_length=1)],
        seeds: Annotated[list[NonNegativeInt], Field(min_length=1)] = SEEDS,
        baseline: str | None = None,
        title: str | None = None,
        name: str | None = None,
    ) -> None:
        self.configs = configs
        self.seeds = tuple(seeds)
        self.baseline = baseline
        self.title = title
        self.name = name
