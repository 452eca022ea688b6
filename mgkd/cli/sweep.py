"""mgkd sweep"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mgkd.cli.errors import explained
from mgkd.cli.options import Overrides, Plugins, Profile, Variables, pairs

if TYPE_CHECKING:
    from mgkd.sweep import Failure

INTERRUPTED = "interrupted; the same command goes on"
FAILED = 1
WIDEST = 120  # characters of the table; where the screen has fewer, its lines go on in the next


def sweep(
    file: Annotated[
        Path, typer.Argument(help="A Jsonnet file with `configs`.", show_default=False)
    ],
    profile: Profile = None,
    var: Variables = None,
    set_: Overrides = None,
    plugin: Plugins = None,
    seeds: Annotated[
        str | None, typer.Option(help="Such as 13,14,15.", show_default="those of the file")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many runs at a time.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the runs and the report.", show_default="runs/FILE-PROFILE"),
    ] = None,
    cache: Annotated[
        Path, typer.Option(help="Where teachers and their knowledge are kept.")
    ] = Path("runs/cache"),
    baseline: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="What others are compared with.", show_default="that of the file"
        ),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Run this config; more than once.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace runs of other configs that are in the way.")
    ] = False,
    report: Annotated[
        bool, typer.Option("--report", help="Make the report of what is finished; train nothing.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check all configs, list the runs, train nothing.")
    ] = False,
) -> None:
    """Train every config of a family with every seed, and compare them.

    The same command goes on where it was stopped. Exit status: 1 when a run failed.
    """
    with explained(interrupted=INTERRUPTED):
        from rich.console import Console

        from mgkd.config import load_plugins
        from mgkd.sweep import (
            Sweep,
            chosen,
            foreign,
            load_family,
            planned_runs,
            report_on,
            report_table,
            write_report,
        )

        load_plugins(plugin or [], base_dir=Path())
        family = load_family(
            file,
            profile=profile,
            variables=pairs(var),
            overrides=set_ or [],
            seeds=numbers(seeds),
            baseline=baseline,
        )
        out = out or Path("runs") / family.name
        wanted = planned_runs(chosen(family, only or []), out)
        in_the_way = foreign(wanted)
        if in_the_way and not force and not report:
            raise in_the_way
        if dry_run:
            for run in wanted:
                typer.echo(f"{run.directory.path}: {run.state}")
            return
        console = Console()
        command = [sys.executable, "-m", "mgkd.cli", "train"]
        shared = ["--resume", "--cache", cache, "--runs", out]
        shared += [part for name in plugin or [] for part in ("--plugin", name)]
        sweep = Sweep(
            wanted,
            lambda run: [
                *command,
                *map(str, (run.directory.config_path, "--out", run.directory.path, *shared)),
            ],
            jobs,
            console,
        )
        if not report:
            sweep.carry_out(force=force)
        if not sweep.failures or any(run.directory.is_complete for run in wanted):
            found = report_on(family, planned_runs(family, out))
            Console(width=max(console.width, WIDEST)).print(report_table(found))
            for line in [*found.notes, *write_report(found, out)]:
                typer.echo(line)
        _tell(sweep.failures)
        if sweep.failures:
            raise typer.Exit(FAILED)


def numbers(text: str | None) -> list[int] | None:
    """Whole numbers with commas between them.

    Raises:
        typer.BadParameter: when it is something else.
    """
    if text is None:
        return None
    try:
        return [int(number) for number in text.split(",")]
    except ValueError:
        raise typer.BadParameter(
            f"expected numbers such as 13,14,15, found {text!r}", param_hint="--seeds"
        ) from None


def _tell(failures: "list[Failure]") -> None:
    for failure in failures:
        lines = [f"{failure.run.label} failed; the end of {failure.run.log_path}:"]
        typer.echo("\n  ".join([*lines, *failure.lines]), err=True)
    if failures:
        typer.echo(f"{len(failures)} failed; the same command tries them again", err=True)
