"""mgkd search"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.errors import explained
from mgkd.cli.options import Config, Overrides, Plugins, Profile, Variables, pairs
from mgkd.cli.runs import FAILED, WIDEST, tell, training

INTERRUPTED = "interrupted; the same command goes on"


def search(
    config: Config,
    over: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=KIND(...)",
            help="What to try: log(LOW,HIGH), uniform(LOW,HIGH), int(LOW,HIGH), choice(A,B,...).",
        ),
    ] = None,
    profile: Profile = None,
    var: Variables = None,
    set_: Overrides = None,
    plugin: Plugins = None,
    trials: Annotated[int, typer.Option(min=1, help="How many trials in all.")] = 20,
    jobs: Annotated[int, typer.Option(min=1, help="How many trials at a time.")] = 1,
    prune: Annotated[
        bool, typer.Option("--prune", help="End trials below the median of earlier ones.")
    ] = False,
    sampler_seed: Annotated[int, typer.Option(min=0, help="Determines what is tried.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the trials.", show_default="runs/CONFIG-PROFILE-search"),
    ] = None,
    cache: Annotated[
        Path, typer.Option(help="Where teachers and their knowledge are kept.")
    ] = Path("runs/cache"),
) -> None:
    """Look for the settings with the best dev score; the test split has no say.

    The same command goes on where it was stopped, with more trials if it asks for more.
    """
    with explained(interrupted=INTERRUPTED):
        from rich.console import Console

        from mgkd.config import load_plugins
        from mgkd.sweep.search import Search, Study, load_base, trials_table, write_summary

        load_plugins(plugin or [], base_dir=Path())
        base = load_base(
            config, over or [], profile=profile, variables=pairs(var), overrides=set_ or []
        )
        out = out or Path("runs") / f"{base.name}-search"
        asked = {"config": base.tree, "over": sorted(over or [])}
        study = Study(out, base.dimensions, asked, seed=sampler_seed, jobs=jobs)
        console = Console()
        command = training(cache=cache, runs=out, plugins=plugin or [])
        found = Search(base, study, out, command, jobs, console)
        found.carry_out(trials, prune=prune)
        Console(width=max(console.width, WIDEST)).print(trials_table(base, study.trials))
        for line in write_summary(base, study.trials, out):
            typer.echo(line)
        tell(found.failures)
        if found.failures:
            raise typer.Exit(FAILED)
