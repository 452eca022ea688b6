"""What commands share that have many runs trained."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from mgkd.sweep import Command, Failure

FAILED = 1
WIDEST = 120  # characters of a table; where the screen has fewer, its lines go on in the next


def training(*, cache: Path, runs: Path, plugins: Sequence[str]) -> "Command":
    """Gives the command that trains a run whose config is in its place, in a process of its own.

    Args:
        cache: of teachers and their knowledge.
        runs: a folder whose finished runs serve as well.
        plugins: to be loaded first.
    """
    shared = ["--resume", "--cache", str(cache), "--runs", str(runs)]
    shared += [part for name in plugins for part in ("--plugin", name)]

    def command(run):
        place = run.directory
        given = [str(place.config_path), "--out", str(place.path), *shared]
        return [sys.executable, "-m", "mgkd.cli", "train", *given]

    return command


def tell(failures: "Sequence[Failure]") -> None:
    """Say which runs failed, with the ends of their logs."""
    for failure in failures:
        head = f"{failure.run.label} failed; the end of {failure.run.log_path}:"
        typer.echo("\n  ".join([head, *failure.lines]), err=True)
