"""mgkd compare"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.errors import explained


def compare(
    runs: Annotated[list[Path], typer.Argument(help="Run directories.", show_default=False)],
) -> None:
    """Show runs side by side: scores by entity type, size, speed."""
    with explained():
        from rich.console import Console

        from mgkd.deployment import RunDirectory
        from mgkd.evaluation import comparison_table

        columns = [(run.name or str(run), RunDirectory.existing(run).results()) for run in runs]
        corpora = sorted({results.name for _, results in columns})
        typer.echo(f"{', '.join(corpora)}, test split: precision / recall / F1")
        Console().print(comparison_table(columns))
        if len({results.tested_on for _, results in columns}) > 1:
            typer.echo(
                "These runs were tested on different corpora or different versions of one; their "
                "scores do not compare."
            )
