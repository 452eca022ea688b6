"""mgkd data: commands about corpora."""

import typer

from mgkd.cli.data import check, convert, stats

app = typer.Typer(help="Count, convert and check corpora.", no_args_is_help=True)
app.command()(stats.stats)
app.command()(convert.convert)
app.command()(check.check)
