"""Options that commands about data files share."""

from typing import Annotated

import typer

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="Files, each FILE or SPLIT=FILE; or one config, for its corpus.",
        show_default=False,
    ),
]

Reader = Annotated[
    str | None,
    typer.Option(
        metavar="READER",
        help="What reads the files: a reader's name, or an object such as "
        "{type: 'conll', scheme: 'bmes'}.",
        show_default=False,
    ),
]
