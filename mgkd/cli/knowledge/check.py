"""mgkd knowledge check"""

import typer

from mgkd.cli.errors import USER_MISTAKE, explained
from mgkd.cli.knowledge.options import Store


def check(store: Store) -> None:
    """Read a store from end to end and compare all checksums."""
    with explained():
        from mgkd.config import UserError
        from mgkd.distillation import check_store

        checked = list(check_store(store))
        if not checked:
            raise UserError(f"no knowledge store at {store}")
        for segment in checked:
            typer.echo(segment.trouble or f"{segment.path}: {segment.sentences:,} sentences, whole")
        if any(segment.trouble for segment in checked):
            raise typer.Exit(USER_MISTAKE)
