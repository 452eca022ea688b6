"""mgkd train"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.errors import explained


def train(
    config: Annotated[Path, typer.Argument(help="A Jsonnet file.", show_default=False)],
    profile: Annotated[
        str | None,
        typer.Option(help="sample (bundled data) or paper (real data), where a config has them."),
    ] = None,
    var: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Such as corpora=DIR or encoder=NAME_OR_DIR."),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Such as trainer.epochs=5."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The run directory.", show_default="runs/CONFIG-PROFILE")
    ] = None,
    cache: Annotated[
        Path, typer.Option(help="Where teachers and their knowledge are kept.")
    ] = Path("runs/cache"),
    force: Annotated[bool, typer.Option("--force", help="Replace an existing run.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a begun run.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything, show the plan, train nothing.")
    ] = False,
) -> None:
    """Train what a config says, its teacher first, and compare them on the test split."""
    with explained():
        from rich.console import Console

        from mgkd.deployment import RunDirectory
        from mgkd.evaluation import comparison_table, distance_line
        from mgkd.experiment import Workspace, load_experiment, plan, start

        loaded = load_experiment(
            config, profile=profile, variables=_pairs(var or []), overrides=set_ or []
        )
        run = RunDirectory(out or Path("runs") / loaded.name)
        workspace = Workspace(Console(), cache=cache, runs=run.path.parent, plugins=loaded.plugins)
        if dry_run:
            plan(loaded.spec, run, workspace, force=force, resume=resume)
            return
        results = start(loaded.spec, run, workspace, force=force, resume=resume)
        columns = [("teacher", results.teacher), ("student", results), ("alone", results.alone)]
        if results.teacher is None:
            columns = [(run.path.name, results)]
        workspace.say(f"{results.name}, test split: precision / recall / F1")
        workspace.console.print(comparison_table([(name, it) for name, it in columns if it]))
        workspace.say("\n".join(filter(None, [distance_line(results), f"run: {run.path}"])))


def _pairs(assignments: list[str]) -> dict[str, str]:
    pairs = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not name or not equals:
            raise typer.BadParameter(
                f"expected NAME=VALUE, found {assignment!r}", param_hint="--var"
            )
        pairs[name] = value
    return pairs
