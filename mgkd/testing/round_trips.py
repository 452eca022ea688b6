"""Can sentences be written, and read again?"""

from collections.abc import Callable, Sequence
from pathlib import Path

from mgkd.data import (
    ConllReader,
    ConllWriter,
    JsonLinesReader,
    JsonLinesWriter,
    Reader,
    Sentence,
    readers,
    writers,
)
from mgkd.testing.doing import Doing

PLAIN = ("cluener", "conll2012", "markup", "uner")
"""Formats whose readers and writers understand each other whatever their arguments are."""

Write = Callable[[Path, Sequence[Sentence]], object]


def check_round_trip(
    reader: Reader, sentences: Sequence[Sentence], path: Path, write: Write | None
) -> None:
    """Write what a reader gave, by `write` or in the format that is nearest, and read it again.

    The nearest is that of the writer of the same name, or JSON lines where there is none.

    Raises:
        AssertionError: when that fails, or gives other sentences.
    """
    if write:
        form, again = "its own format", reader
    else:
        form, write, again = _counterpart(reader)
    with Doing(f"writing the sentences in {form}"):
        write(path, sentences)
    with Doing(f"reading again what was written in {form}"):
        found = list(again.read(path))
    for one, other in zip(sentences, found, strict=False):
        assert one == other, (
            f"the sentence of {one.source}, written in {form} and read again, is another one: "
            f"{one} became {other}"
        )
    assert len(found) == len(sentences), (
        f"{len(sentences)} sentences, written in {form}, are {len(found)} when read again"
    )


def _counterpart(reader: Reader) -> tuple[str, Write, Reader]:
    """The name of a format, what writes sentences of such a reader in it, and what reads them."""
    name = readers.name_of(type(reader))
    if isinstance(reader, ConllReader):
        return "conll", *_columns(reader)
    if name in PLAIN:
        return name, writers.get(name)().write, reader
    return "jsonl", JsonLinesWriter().write, JsonLinesReader()


def _columns(reader: ConllReader) -> tuple[Write, Reader]:
    """Token and tag alone, whatever other columns the reader passes over."""
    layout = {"separator": reader.separator or "\t", "scheme": reader.tags.scheme.name}
    tags = None if reader.tag_column is None else -1
    strips = reader.strip_segmentation
    return (
        ConllWriter(**layout, add_segmentation=strips).write,
        ConllReader(**layout, tag_column=tags, strip_segmentation=strips),
    )
