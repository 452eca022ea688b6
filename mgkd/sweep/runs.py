"""The runs of a sweep: where each is, and how far."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from mgkd.config import UserError, differences, fingerprint
from mgkd.deployment import RunDirectory
from mgkd.sweep.family import Family


class State(StrEnum):
    """How far a run is: what stands in its place."""

    FREE = "to be trained"
    BEGUN = "to be gone on with"
    FINISHED = "finished"
    FOREIGN = "something else is there"


@dataclass(frozen=True)
class PlannedRun:
    """A config to be trained with a seed.

    Attributes:
        name: of the config in the sweep.
        seed: of the run.
        tree: the resolved config, with that seed.
        plugins: the source files of its plugins, by their names.
        directory: its run directory.
    """

    name: str
    seed: int
    tree: dict[str, Any]
    plugins: Mapping[str, Path]
    directory: RunDirectory

    @property
    def label(self) -> str:
        return f"{self.name}, seed {self.seed}"

    @property
    def log_path(self) -> Path:
        return self.directory.path.with_name(f"{self.directory.path.name}.log")

    @property
    def state(self) -> State:
        run = self.directory
        if run.is_begun and fingerprint(run.config()) == fingerprint(self.tree):
            return State.FINISHED if run.is_complete else State.BEGUN
        try:
            run.check_free(replace=False)
        except UserError:
            return State.FOREIGN
        return State.FREE

    def make_ready(self, *, force: bool) -> None:
        """Put the config into its place, so that the run can be gone on with there.

        Args:
            force: replace a run of another config.

        Raises:
            UserError: when something else is there.
        """
        if self.state not in (State.BEGUN, State.FINISHED):
            self.directory.claim(replace=force)
            self.directory.write_config(self.tree, self.plugins)


def planned_runs(family: Family, out: Path) -> list[PlannedRun]:
    """All runs of a sweep, by config and seed."""
    return [
        PlannedRun(
            member.name,
            seed,
            {**member.tree, "seed": seed},
            member.plugins,
            RunDirectory(out / member.name / f"seed-{seed}"),
        )
        for member in family.members
        for seed in family.seeds
    ]


def in_order(runs: Sequence[PlannedRun], jobs: int) -> list[PlannedRun]:
    """In which order to begin them.

    Seed by seed. Those without a teacher come first: they are what others compare themselves with,
    and are found then. Several at once begin with a run of each teacher, since the others wait for
    it to be trained.
    """
    by_seed = sorted(runs, key=lambda run: run.seed)  # stable: within a seed as they stand
    begun = sorted(by_seed, key=lambda run: run.tree.get("teacher") is not None)
    if jobs == 1:
        return begun
    first_of = {_teacher(run): run for run in reversed(begun) if run.tree.get("teacher")}
    ahead = [run for run in begun if first_of.get(_teacher(run)) is run]
    return [*ahead, *(run for run in begun if run not in ahead)]


def foreign(runs: Sequence[PlannedRun], *, force: bool) -> UserError | None:
    """What to say where something else stands in a run's place; None where nothing does.

    Args:
        force: runs of other configs may be replaced.
    """
    found = [run for run in runs if run.state == State.FOREIGN]
    found = [run for run in found if not (force and run.directory.is_begun)]
    if not found:
        return None
    lines = [line for run in found for line in _told(run)]
    remedy = "Replace them with --force, or choose another place with --out DIR."
    return UserError("\n".join(["these runs are not those that are asked for", *lines, remedy]))


def _told(run: PlannedRun) -> Iterator[str]:
    place = run.directory
    if not place.is_begun:
        yield f"{place.path}: holds files that are no run of mgkd; remove them"
        return
    first, *others = differences(place.config(), run.tree)
    more = f", and {len(others)} more" if others else ""
    here, asked = first.one or "nothing", first.other or "nothing"
    yield f"{place.path}: {first.path} is {here} there, and {asked} is asked for{more}"


def _teacher(run: PlannedRun) -> str:
    return fingerprint(run.tree.get("teacher"))
