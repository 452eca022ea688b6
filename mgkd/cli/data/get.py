"""mgkd data get"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import TextWrapper
from typing import TYPE_CHECKING, Annotated

import typer

from mgkd.cli.completion import corpus_names
from mgkd.cli.errors import explained

if TYPE_CHECKING:
    from mgkd.data.obtaining import ClosedCorpus, Entry, OpenCorpus, Progress, RemoteFile

INTERRUPTED = "interrupted; the same command goes on where this one stopped"

PARAGRAPH = TextWrapper(
    79, subsequent_indent=" " * 11, break_long_words=False, break_on_hyphens=False
)


def get(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A corpus; all are listed when left out.",
            show_default=False,
            autocompletion=corpus_names,
        ),
    ] = None,
    into: Annotated[Path, typer.Option(metavar="DIR", help="Where its folder is made.")] = Path(
        "data"
    ),
    from_: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="DIR", help="Copy the files from there; nothing is downloaded."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace files that are not those of the corpus.")
    ] = False,
) -> None:
    """Fetch a corpus that has an open licence; of the others, say how to get them.

    Every file is checked by its size and sha256. What is there already is not
    fetched again; what was interrupted goes on where it stopped.

    Exit status: 0 when the corpus is there, 2 when it is not.
    """
    with explained(interrupted=INTERRUPTED):
        from mgkd.data.obtaining import CATALOGUE, ClosedCorpus, entry_named, obtain

        if name is None:
            _list(CATALOGUE)
            return
        corpus = entry_named(name, CATALOGUE)
        folder = into / corpus.name
        if isinstance(corpus, ClosedCorpus):
            _refuse(corpus, folder)
        _introduce(corpus, folder)
        with _bar(corpus.size) as progress:
            came = obtain(corpus, folder, progress, source=from_, replace=force)
        _report(corpus, came, "copied" if from_ else "fetched")


def _list(entries: "Sequence[Entry]") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from mgkd.data.obtaining import OpenCorpus

    table = Table(box=SIMPLE_HEAD)
    table.add_column("name", no_wrap=True)
    for heading in ("corpus", "language", "", "licence"):
        table.add_column(heading)
    for entry in entries:
        access = "open" if isinstance(entry, OpenCorpus) else "closed"
        table.add_row(entry.name, entry.title, entry.language, access, entry.licence)
    Console().print(table)
    typer.echo("mgkd data get NAME fetches an open one, and tells how to get a closed one.")


def _refuse(corpus: "ClosedCorpus", folder: Path) -> None:
    from mgkd.data import DataError

    raise DataError(
        f"{corpus.title} cannot be fetched for you (licence: {corpus.licence})\n"
        f"{corpus.obtain}\n"
        f"Put into {folder}: {', '.join(corpus.files)}"
    )


def _introduce(corpus: "OpenCorpus", folder: Path) -> None:
    """What is to be known of it before anything is downloaded."""
    typer.echo(f"{corpus.title} ({corpus.language})")
    for label, text in [
        ("licence", corpus.licence),
        ("", corpus.licence_url),
        ("", corpus.terms),
        ("credit", corpus.attribution),
        ("origin", corpus.origin),
    ]:
        if text:
            typer.echo(PARAGRAPH.fill(f"  {label:<7}  {text}"))
    typer.echo(f"  into     {folder}\n")


@contextmanager
def _bar(size: int) -> "Iterator[Progress]":
    """On a terminal, while the files come, how many of `size` bytes are there."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal, expand=True
    ) as bar:
        task = bar.add_task("", total=size)
        there: dict[RemoteFile, int] = {}

        def show(file: "RemoteFile", received: int) -> None:
            there[file] = received
            bar.update(task, description=file.name, completed=sum(there.values()))

        yield show


def _report(corpus: "OpenCorpus", came: "Sequence[RemoteFile]", how: str) -> None:
    width = max(len(file.name) for file in corpus.files)
    for file in corpus.files:
        what = how if file in came else "was there"
        typer.echo(f"  {file.name:<{width}}  {file.size:>11,} bytes  {what}")
