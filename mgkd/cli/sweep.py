"""mgkd sweep"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.errors import explained
from mgkd.cli.options import Overrides, Plugins, Profile, Variables, pairs
from mgkd.cli.runs import FAILED, WIDEST, tell, training

INTERRUPTED = "interrupted; the same command goes on"


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
        typer.Option(
            help="Folder of the runs and the report.", show_default="runs/NAME-PROFILE, by the file"
        ),
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
        bool, typer.Option("--dry-run", help="Check the configs, list the runs, train nothing.")
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
            only=only or [],
        )
        out = out or Path("runs") / family.name
        wanted = planned_runs(chosen(family, only or []), out)
        in_the_way = foreign(wanted, force=force)
        if in_the_way and not report:
            raise in_the_way
        if dry_run:
            for run in wanted:
                typer.echo(f"{run.directory.path}: {run.state}")
            return
        console = Console()
        command = training(cache=cache, runs=out, plugins=plugin or [])
        sweep = Sweep(wanted, command, jobs, console)
        if not report:
            sweep.carry_out(force=force)
        if not sweep.failures or any(run.directory.is_complete for run in wanted):
            found = report_on(family, planned_runs(family, out))
            Console(width=max(console.width, WIDEST)).print(report_table(found))
            for line in [*found.notes, *write_report(found, out)]:
                typer.echo(line)
        tell(sweep.failures)
        if sweep.failures:
            typer.echo("the same command tries again what failed", err=True)
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
