"""The commands, put together."""

import logging
import sys
from typing import Annotated

import typer

from mgkd import __version__
from mgkd.cli import (
    annotate,
    compare,
    components,
    config,
    data,
    evaluate,
    knowledge,
    new,
    predict,
    search,
    sweep,
    train,
)

app = typer.Typer(
    name="mgkd",
    help="Distil named-entity taggers: a big teacher, a small student, one config.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(train.train)
app.command()(sweep.sweep)
app.command()(search.search)
app.command()(evaluate.evaluate)
app.command()(predict.predict)
app.command()(annotate.annotate)
app.command()(compare.compare)
app.command()(components.components)
app.command()(new.new)
app.add_typer(config.app, name="config")
app.add_typer(data.app, name="data")
app.add_typer(knowledge.app, name="knowledge")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mgkd {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


def _show_what_takes_long() -> None:
    """Messages of the package go to stderr."""
    messages = logging.getLogger("mgkd")
    messages.setLevel(logging.INFO)
    messages.addHandler(logging.StreamHandler())


def main() -> None:
    """Entry point of the `mgkd` command.

    Output is in UTF-8, as files are, wherever it goes; names of files that are not, are escaped.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    _show_what_takes_long()
    app()
