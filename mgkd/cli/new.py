"""mgkd new"""

import shlex
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mgkd.cli.errors import explained

if TYPE_CHECKING:
    from mgkd.starters import Starter


class Kind(StrEnum):
    loss = "loss"
    reader = "reader"
    encoder = "encoder"
    callback = "callback"


def new(
    kind: Annotated[Kind, typer.Argument(help="What it is.", show_default=False)],
    name: Annotated[
        str, typer.Argument(help="Its name in a config, such as path_set.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the files go.", show_default="here")
    ] = Path(),
) -> None:
    """Write a component of your own to start from: a file that works, and its test."""
    with explained():
        from mgkd.starters import write_starter

        _show(write_starter(kind.value, name, out))


def _show(starter: "Starter") -> None:
    folder = starter.component.parent
    there = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
    config = "\n".join(f"  {line}" for line in starter.config)
    typer.echo(
        f"{starter.component}\n{starter.test}\n\n"
        f"Test it:\n  {there}python -m pytest {starter.test.name}\n\n"
        f"Use it in a config beside it:\n{config}"
    )
