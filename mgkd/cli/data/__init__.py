"""mgkd data: commands about corpora."""

import typer

from mgkd.cli.data import check, convert, get, stats

app = typer.Typer(help="Get, count, convert and check corpora.", no_args_is_help=True)
app.command()(get.get)
app.command()(stats.stats)
app.command()(convert.convert)
app.command()(check.check)
