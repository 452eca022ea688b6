"""mgkd data: commands about corpora."""

import typer

from mgkd.cli.data import get

app = typer.Typer(help="Get corpora.", no_args_is_help=True)
app.command()(get.get)
