"""mgkd knowledge export"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.errors import explained
from mgkd.cli.knowledge.options import Store


def export(
    store: Store,
    out: Annotated[Path, typer.Option(help="The file to write.", show_default=False)],
    writer: Annotated[
        str | None,
        typer.Option(
            help="Write labelled sentences instead, with the best label sequence of each: a "
            "writer's name, or its config, such as {type: 'conll', scheme: 'bioes'}.",
            show_default=False,
        ),
    ] = None,
    minimum_confidence: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="With --writer, without sentences of which it is less sure."
        ),
    ] = 0.0,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
) -> None:
    """Write label sequences and probabilities as a file of annotations, for any program.

    Or, with --writer, a corpus that the teacher labelled.
    """
    with explained():
        from mgkd.config import UserError, built_from, tree_from
        from mgkd.data import Writer
        from mgkd.distillation import KnowledgeStore, labelled_by_the_best, write_annotations

        if out.exists() and not force:
            raise UserError(f"{out} is there already; --force replaces it")
        if minimum_confidence and writer is None:
            raise UserError("--minimum-confidence is for --writer; annotations have all sentences")
        known = KnowledgeStore.existing(store)
        answers = known.best_answers()
        if not answers.wanted.needs.paths:
            raise UserError(f"{store} holds no label sequences, only {known.described()}")
        types = ", ".join(known.header.labels.types)
        if writer is None:
            write_annotations(out, answers.sentences(), known.best_knowledge())
            typer.echo(f"{out}: {len(answers):,} sentences; entity types: {types}")
            return
        writing = built_from(Writer, tree_from(writer, "--writer"), "--writer")
        labelled = labelled_by_the_best(answers, known.header.labels, minimum_confidence)
        count = writing.write(out, labelled)
        of = f"{count:,} of {len(answers):,} sentences"
        typer.echo(f"{out}: {of}, labelled by the teacher; entity types: {types}")
