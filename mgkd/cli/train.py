"""mgkd train"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.errors import explained
from mgkd.cli.options import Config, Overrides, Plugins, Profile, Variables, pairs

INTERRUPTED = "interrupted; the same command with --resume goes on after the last whole epoch"


def train(
    config: Config,
    profile: Profile = None,
    var: Variables = None,
    set_: Overrides = None,
    plugin: Plugins = None,
    out: Annotated[
        Path | None, typer.Option(help="The run directory.", show_default="runs/CONFIG-PROFILE")
    ] = None,
    cache: Annotated[
        Path, typer.Option(help="Where teachers and their knowledge are kept.")
    ] = Path("runs/cache"),
    runs: Annotated[
        Path | None,
        typer.Option(
            help="A folder whose finished runs serve as well, where one is needed.",
            show_default="that of the run directory",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing run.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a begun run.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything, show the plan, train nothing.")
    ] = False,
) -> None:
    """Train what a config says, its teacher first, and compare them on the test split."""
    with explained(interrupted=INTERRUPTED):
        from rich.console import Console

        from mgkd.config import load_plugins
        from mgkd.deployment import RunDirectory
        from mgkd.evaluation import comparison_table, distance_line
        from mgkd.experiment import Workspace, load_experiment, plan, start

        load_plugins(plugin or [], base_dir=Path())
        loaded = load_experiment(
            config, profile=profile, variables=pairs(var), overrides=set_ or []
        )
        run = RunDirectory(out or Path("runs") / loaded.name)
        runs = runs or run.path.parent
        workspace = Workspace(Console(), cache=cache, runs=runs, plugins=loaded.plugins)
        if dry_run:
            plan(loaded.spec, run, workspace, force=force, resume=resume)
            return
        results = start(loaded.spec, run, workspace, force=force, resume=resume)
        compared = {"teacher": results.teacher, "student": results, "alone": results.alone}
        columns = [(name, measured) for name, measured in compared.items() if measured]
        if len(columns) == 1:
            columns = [(run.path.name, results)]
        workspace.say(f"{results.name}, test split: precision / recall / F1")
        workspace.console.print(comparison_table(columns))
        workspace.say("\n".join(filter(None, [distance_line(results), f"run: {run.path}"])))
