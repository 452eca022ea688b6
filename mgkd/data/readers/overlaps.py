"""Entities that overlap or are nested, which a flat tagger cannot learn, by policy."""

from bisect import bisect_left
from itertools import pairwise
from pathlib import Path
from typing import Literal

from mgkd.data.readers.base import Reader
from mgkd.data.sentence import Span

OnOverlap = Literal["error", "outermost"]


def flat(
    reader: Reader, path: Path, line: int, spans: list[Span], on_overlap: OnOverlap
) -> list[Span]:
    """Spans in order, of which no two overlap.

    "outermost" keeps the longest and leaves out what overlaps it, then the longest of the others
    and so on; of equally long ones that which starts first, or stands first. What is left out is
    counted in the reader's report.

    Raises:
        DataError: when spans overlap under the policy "error".
    """
    ordered = sorted(spans, key=lambda span: span.start)
    if not any(after.start < before.end for before, after in pairwise(ordered)):
        return ordered
    kept: list[Span] = []
    for span in sorted(ordered, key=lambda span: span.start - span.end):
        position = bisect_left(kept, span.end, key=lambda other: other.start)
        if position and span.start < kept[position - 1].end:
            _leave_out(reader, path, line, span, kept[position - 1], on_overlap)
        else:
            kept.insert(position, span)
    return kept


def _leave_out(
    reader: Reader, path: Path, line: int, span: Span, longer: Span, on_overlap: OnOverlap
) -> None:
    detail = f"{_shown(longer)} and {_shown(span)} overlap"
    if on_overlap == "error":
        advice = 'Correct them, or set on_overlap to "outermost": then the longest is kept'
        reader.fail(path, line, f"{detail}; entities must be flat", advice)
    kind = "an entity that overlaps a longer or earlier one is left out"
    reader.report.add(path, f"{path}:{line}", kind, detail, repaired=True)


def _shown(span: Span) -> str:
    return f"{span.label} [{span.start}, {span.end})"
