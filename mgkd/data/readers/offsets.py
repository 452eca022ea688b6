"""Offsets as people write them: with either kind of end, in either unit of text."""

from dataclasses import dataclass
from itertools import accumulate
from json import dumps
from pathlib import Path
from typing import Any, Literal

from mgkd.data.readers.base import Reader
from mgkd.data.readers.json_values import note_unread
from mgkd.data.sentence import Span

Ends = Literal["exclusive", "inclusive"]
Unit = Literal["characters", "utf16"]

BEYOND_THE_BASIC_PLANE = "\U00010000"  # such a character has two units in UTF-16


@dataclass(frozen=True)
class SpanFormat:
    """How a span is written in JSON: as an object with these keys, or as [start, end, label].

    Args:
        ends: whether the end is the position behind the entity, or its last one.
        further_keys: of the object, known to carry nothing that a sentence holds.
    """

    start_key: str = "start"
    end_key: str = "end"
    label_key: str = "label"
    ends: Ends = "exclusive"
    further_keys: frozenset[str] = frozenset()

    def spans(self, reader: Reader, path: Path, number: int, found: Any, key: str) -> list[Span]:
        """The spans of a list that stands under `key`."""
        if not isinstance(found, list):
            reader.fail(path, number, f'"{key}" is neither a list nor null')
        return [self._span(reader, path, number, item) for item in found]

    def _span(self, reader: Reader, path: Path, number: int, item: Any) -> Span:
        keys = (self.start_key, self.end_key, self.label_key)
        parts = [item.get(key) for key in keys] if isinstance(item, dict) else item
        match parts:
            case [int(start), int(end), str(label)]:
                pass
            case _:
                reader.fail(
                    path,
                    number,
                    f"a span is {dumps(item, ensure_ascii=False)}",
                    f'It should be {{"{keys[0]}": integer, "{keys[1]}": integer, '
                    f'"{keys[2]}": string}} or [integer, integer, string]',
                )
        if isinstance(item, dict):
            read = {*keys, *self.further_keys}
            note_unread(reader, path, number, item, read, of=" of a span")
        return span_from(reader, path, number, start, end, label, self.ends)


def span_from(
    reader: Reader, path: Path, number: int, start: int, end: int, label: str, ends: Ends
) -> Span:
    """A span from offsets with such ends."""
    if isinstance(start, bool) or isinstance(end, bool):
        reader.fail(path, number, "offsets should be integers, not true or false")
    first_after = end + 1 if ends == "inclusive" else end
    if not 0 <= start < first_after:
        reader.fail(
            path,
            number,
            f"a span from {start} to {end} ({label!r}) is no range, with {ends} ends",
            "start must be at least 0 and not behind the end; the argument ends says which it is",
        )
    if not label:
        reader.fail(path, number, f"the span from {start} to {end} has no label")
    return Span(start, first_after, label)


def in_characters(
    reader: Reader, path: Path, number: int, text: str, spans: list[Span], unit: Unit
) -> list[Span]:
    """Spans of a text, counted in `unit`, as spans of its characters (code points)."""
    if unit == "utf16" and max(text, default="") >= BEYOND_THE_BASIC_PLANE:
        units = accumulate((1 + (c >= BEYOND_THE_BASIC_PLANE) for c in text), initial=0)
        characters = {position: index for index, position in enumerate(units)}
    else:
        characters = range(len(text) + 1)
    for span in spans:
        if span.start not in characters or span.end not in characters:
            beyond = span.end > max(characters)
            reader.fail(
                path,
                number,
                f"the span [{span.start}, {span.end}) ({span.label}) "
                + ("ends beyond the text" if beyond else "begins or ends within a character")
                + f" of {len(text)} characters",
                "Are its ends and its unit what the reader's arguments say?",
            )
    return [Span(characters[s.start], characters[s.end], s.label) for s in spans]


def check_mention(
    reader: Reader, path: Path, number: int, text: str, span: Span, mention: str
) -> None:
    """That a span of characters holds the text that its file says it holds."""
    found = text[span.start : span.end]
    if found != mention:
        reader.problem(
            path,
            number,
            f"the entity {mention!r} ({span.label}) should stand at the characters "
            f"[{span.start}, {span.end}), where {found!r} stands",
            "where an entity's text and its offsets differ, the offsets hold",
            "Are the offsets counted in the unit that the arguments say?",
        )
