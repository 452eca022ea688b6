"""mgkd annotate"""

from pathlib import Path
from typing import Annotated

import typer

from mgkd.cli.data.options import Reader
from mgkd.cli.errors import explained
from mgkd.cli.options import Plugins, Profile, Variables, pairs

INTERRUPTED = "interrupted; what was annotated is kept, and the same command goes on"


def annotate(
    teacher: Annotated[
        str,
        typer.Argument(
            metavar="TEACHER",
            help="A run directory; a config, whose teacher is meant; or a teacher such as "
            "{type: 'token_classification', model: 'DIR'}.",
            show_default=False,
        ),
    ],
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Files; or one config, for its corpus.", show_default=False
        ),
    ],
    out: Annotated[Path, typer.Option(help="The knowledge store, a folder.", show_default=False)],
    k: Annotated[int, typer.Option("--k", min=1, help="Label sequences of each sentence.")] = 8,
    scores: Annotated[
        bool, typer.Option("--scores", help="Store the scores that they come from as well.")
    ] = False,
    top_labels: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Scores of only so many labels a token.",
            show_default="of all",
        ),
    ] = None,
    reader: Reader = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Sentences at a time.")] = 32,
    device: Annotated[
        str | None,
        typer.Option(
            help="A torch device, such as cpu or cuda.",
            show_default="an accelerator where there is one, else cpu",
        ),
    ] = None,
    profile: Profile = None,
    var: Variables = None,
    cache: Annotated[Path, typer.Option(help="Where teachers that a config trains are kept.")] = (
        Path("runs/cache")
    ),
    plugin: Plugins = None,
) -> None:
    """Let a teacher annotate text, for students that learn from it without the teacher.

    Sentences that are in the store already are not annotated again.
    """
    with explained(interrupted=INTERRUPTED):
        from rich.console import Console

        from mgkd.config import UserError, load_plugins
        from mgkd.distillation import Needs, Recorded
        from mgkd.experiment import Pace, Workspace, annotate_files, named_teacher

        load_plugins(plugin or [], base_dir=Path())
        if top_labels is not None and not scores:
            raise UserError(
                "--top-labels says which scores to store; add --scores, or leave it out"
            )
        workspace = Workspace(Console(), cache=cache, runs=Path("runs"))
        of_config = {"profile": profile, "variables": pairs(var)}
        named = named_teacher(teacher, workspace, **of_config)
        done = annotate_files(
            named.ready,
            named.files(files, reader, **of_config),
            Recorded(Needs(k, scores), top_labels),
            out,
            Pace(batch_size, device),
            workspace,
        )
        for finding in done.findings:
            typer.echo(f"reader: {finding}", err=True)
        size, count = done.store.size / 1e6, len(done.store.best_answers())
        typer.echo(f"{out}: {count:,} distinct sentences; {done.store.described()}; {size:,.2f} MB")
