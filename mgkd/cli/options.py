"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.completion import override_starts, variable_starts

Profile = Annotated[
    str | None,
    typer.Option(help="sample (bundled data) or paper (real data), where a config has them."),
]

Variables = Annotated[
    list[str] | None,
    typer.Option(
        "--var",
        metavar="NAME=VALUE",
        help="Such as corpora=DIR or encoder=NAME_OR_DIR.",
        autocompletion=variable_starts,
    ),
]

Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Such as trainer.epochs=5.",
        autocompletion=override_starts,
    ),
]

Plugins = Annotated[
    list[str] | None,
    typer.Option("--plugin", metavar="FILE", help="A plugin (file or module) to load first."),
]

Config = Annotated[Path, typer.Argument(help="A Jsonnet file.", show_default=False)]


def pairs(assignments: list[str] | None) -> dict[str, str]:
    """NAME=VALUE by name.

    Raises:
        typer.BadParameter: when one is not of that form.
    """
    found = {}
    for assignment in assignments or []:
        name, equals, value = assignment.partition("=")
        if not name or not equals:
            raise typer.BadParameter(
                f"expected NAME=VALUE, found {assignment!r}", param_hint="--var"
            )
        found[name] = value
    return found
