"""Can sentences be written, and read again?"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from mgkd.data import (
    ColumnReader,
    JsonLinesReader,
    MarkupReader,
    Reader,
    Sentence,
    write_columns,
    write_markup,
)
from mgkd.testing.doing import Doing

Write = Callable[[Path, Sequence[Sentence]], None]


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
            return write_markup, MarkupReader()
        case ColumnReader():
            return _columns(reader)
        case _:
            return _write_json_lines, JsonLinesReader()


def _columns(reader: ColumnReader) -> tuple[Write, Reader]:
    """Token and tag alone, whatever other columns the reader passes over."""
    layout = {
        "separator": reader.separator or "\t",
        "scheme": reader.scheme.name,
        "segmentation_digits": reader.segmentation_digits,
    }
    tags = None if reader.tag_column is None else -1
    return partial(write_columns, **layout), ColumnReader(tag_column=tags, **layout)


def _write_json_lines(path: Path, sentences: Iterable[Sentence]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for sentence in sentences:
            value: dict = {"tokens": sentence.tokens}
            if sentence.spans is not None:
                value["spans"] = [
                    {"start": span.start, "end": span.end, "label": span.label}
                    for span in sentence.spans
                ]
            file.write(json.dumps(value, ensure_ascii=False) + "\n")
