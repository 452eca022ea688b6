"""mgkd evaluate"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.errors import explained
from mgkd.cli.options import Plugins


def evaluate(
    run: Annotated[Path, typer.Argument(help="A run directory.", show_default=False)],
    file: Annotated[Path, typer.Argument(help="Labelled sentences.", show_default=False)],
    reader: Annotated[
        str | None,
        typer.Option(
            help="What reads the file: a reader's name, or its config as JSON.",
            show_default="the one the run was trained with",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    plugin: Plugins = None,
) -> None:
    """Score a trained tagger on a labelled file, by strict entity match."""
    with explained():
        from rich.console import Console

        from mgkd.config import load_plugins
        from mgkd.deployment import RunDirectory
        from mgkd.evaluation import report_table
        from mgkd.experiment import evaluate_file

        load_plugins(plugin or [], base_dir=Path())
        evaluated = evaluate_file(RunDirectory.existing(run), file, reader)
        if json:
            typer.echo(evaluated.report.model_dump_json(indent=2))
            return
        for finding in evaluated.findings:
            typer.echo(f"reader: {finding}", err=True)
        typer.echo(f"{file}: {evaluated.sentences} sentences, strict entity match")
        Console().print(report_table(evaluated.report))
