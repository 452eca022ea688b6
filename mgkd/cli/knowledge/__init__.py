"""mgkd knowledge: commands about knowledge stores."""

import typer

from mgkd.cli.knowledge import check, export, show

app = typer.Typer(help="Look into what a teacher knows, as stored.", no_args_is_help=True)
app.command()(show.show)
app.command()(check.check)
app.command()(export.export)
