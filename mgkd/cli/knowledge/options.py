"""Options that commands about knowledge stores share."""

from pathlib import Path
from typing import Annotated

import typer

Store = Annotated[
    Path, typer.Argument(metavar="DIR", help="A knowledge store.", show_default=False)
]
