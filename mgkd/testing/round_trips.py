"""Can sentences be written, and read again?"""

from collections.abc import Callable, Sequence
from pathlib import Path

from mgkd.data import (
    ConllReader,
    ConllWriter,
    JsonLinesReader,
    JsonLinesWriter,
    MarkupReader,
    MarkupWriter,
    Reader,
    Sentence,
)
from mgkd.testing.doing import Doing

Write = Callable[[Path, Sequence[Sentence]], object]


def check_round_trip(
    reader: Reader, sentences: Sequence[Sentence], path: Path, write: Write | None
) -> None:
    """Write what a reader gave, by `write` or in the format that is nearest, and read it again.

    Raises:
        AssertionError: when that fails, or gives other sentences.
    """
    form = "its own format" if write else "columns, markup or JSON lines"
    write, again = (write, reader) if write else _counterpart(reader)
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


def _counterpart(reader: Reader) -> tuple[Write, Reader]:
    """What writes sentences of such a reader, and what reads them then."""
    match reader:
        case MarkupReader():
            return MarkupWriter().write, MarkupReader()
        case ConllReader():
            return _columns(reader)
        case _:
            return JsonLinesWriter().write, JsonLinesReader()


def _columns(reader: ConllReader) -> tuple[Write, Reader]:
    """Token and tag alone, whatever other columns the reader passes over."""
    layout = {"separator": reader.separator or "\t", "scheme": reader.tags.scheme.name}
    tags = None if reader.tag_column is None else -1
    strips = reader.strip_segmentation
    return (
        ConllWriter(**layout, add_segmentation=strips).write,
        ConllReader(**layout, tag_column=tags, strip_segmentation=strips),
    )
