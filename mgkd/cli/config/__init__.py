"""mgkd config: commands that look at configs and train nothing."""

import typer

from mgkd.cli.config import check, diff, schema, show

app = typer.Typer(help="Check, show and compare configs; trains nothing.", no_args_is_help=True)
app.command()(check.check)
app.command()(show.show)
app.command()(diff.diff)
app.command()(schema.schema)
