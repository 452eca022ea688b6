"""mgkd data convert"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.errors import explained
from mgkd.cli.options import Plugins


def convert(
    file: Annotated[Path, typer.Argument(help="What is read.", show_default=False)],
    into: Annotated[Path, typer.Argument(help="What is written.", show_default=False)],
    reader: Annotated[
        str,
        typer.Option(help="What reads: a reader's name, or its config.", show_default=False),
    ],
    writer: Annotated[
        str,
        typer.Option(
            help="What writes: a writer's name, or its config, such as "
            "{type: 'conll', scheme: 'bioes'}.",
            show_default=False,
        ),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
    plugin: Plugins = None,
) -> None:
    """Write the sentences of a file in another format or tag scheme.

    What the format cannot say is an error that names the sentence, and nothing is written.
    """
    with explained():
        from mgkd.config import UserError, built_from, load_plugins, tree_from
        from mgkd.data import Reader, Writer

        load_plugins(plugin or [], base_dir=Path())
        chosen = built_from(Reader, tree_from(reader, "--reader"), "--reader")
        writing = built_from(Writer, tree_from(writer, "--writer"), "--writer")
        if into.exists():
            if file.exists() and into.samefile(file):
                raise UserError(f"{into} is what is read; write elsewhere")
            if not into.is_file():
                raise UserError(f"{into} is there, and is no file to be replaced; write elsewhere")
            if not force:
                raise UserError(f"{into} is there already; --force replaces it")
        count = writing.write(into, chosen.read(file))
        for finding in chosen.report.findings():
            typer.echo(f"reader: {finding}", err=True)
        typer.echo(f"{into}: {count} sentences")
