"""mgkd knowledge export"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.errors import explained
from mgkd.cli.knowledge.options import Store


def export(
    store: Store,
    out: Annotated[Path, typer.Option(help="The file of JSON lines.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
) -> None:
    """Write label sequences and probabilities as a file of annotations, for any program."""
    with explained():
        from mgkd.config import UserError
        from mgkd.distillation import KnowledgeStore, write_annotations

        if out.exists() and not force:
            raise UserError(f"{out} is there already; --force replaces it")
        known = KnowledgeStore.existing(store)
        answers = known.best_answers()
        if not answers.wanted.needs.paths:
            raise UserError(f"{store} holds no label sequences, only {known.described()}")
        write_annotations(out, answers.sentences(), known.best_knowledge())
        types = ", ".join(known.header.labels.types)
        typer.echo(f"{out}: {len(answers):,} sentences; entity types: {types}")
