"""From a text, with entities at offsets of its characters, to sentences of tokens."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mgkd.data.readers.base import Reader
from mgkd.data.readers.offsets import Unit, in_characters
from mgkd.data.readers.overlaps import OnOverlap, flat
from mgkd.data.sentence import Sentence, Span
from mgkd.data.sentence_bounds import sentence_bounds
from mgkd.data.splitters import CharacterSplitter, Splitter, Token


@dataclass(frozen=True)
class Texts:
    """What the readers of texts share.

    Args:
        splitter: how a text is cut into tokens; into characters unless given.
        language: by whose rules it is split into sentences first; None keeps it whole.
        on_overlap: what becomes of entities that overlap.
        unit: what offsets count.
    """

    splitter: Splitter | None = None
    language: str | None = None
    on_overlap: OnOverlap = "error"
    unit: Unit = "characters"

    def sentences(
        self,
        reader: Reader,
        path: Path,
        number: int,
        text: str,
        spans: list[Span] | None,
        id: str | None = None,
    ) -> Iterator[Sentence]:
        """The sentences of a text; none, and a problem of the reader's, where it is all space.

        The sentences of a text that is split carry its id with their number: "7-1", "7-2".

        Args:
            spans: entities, counted in characters (code points) or in `unit`.
        """
        if spans is not None:
            spans = in_characters(reader, path, number, text, spans, self.unit)
            spans.sort(key=lambda span: span.start)
        count = first = 0
        for start, end in self._bounds(reader, path, number, text, spans or []):
            tokens = (self.splitter or CharacterSplitter()).split(text[start:end])
            inside = None
            if spans is not None:
                after = bisect_left(spans, end, lo=first, key=lambda span: span.start)
                shifted = [
                    Span(s.start - start, s.end - start, s.label) for s in spans[first:after]
                ]
                first = after
                found = [_on_tokens(reader, path, number, span, tokens) for span in shifted]
                inside = flat(reader, path, number, found, self.on_overlap)
            if tokens:
                count += 1
                name = f"{id}-{count}" if id is not None and self.language else id
                yield reader.sentence(path, number, [t.text for t in tokens], inside, name)
        if not count:
            no_tokens(reader, path, number)

    def _bounds(
        self, reader: Reader, path: Path, number: int, text: str, spans: list[Span]
    ) -> list[tuple[int, int]]:
        """The sentences' characters [start, end), with no span across two; spans are in order."""
        if self.language is None or not text:
            return [(0, len(text))]
        joined: list[tuple[int, int]] = []
        following = iter(spans)
        span = next(following, None)
        reach = 0
        for start, end in sentence_bounds(text, self.language):
            if start < reach:
                start = joined.pop()[0]
            while span is not None and span.start < end:
                if span.end > end:
                    self._crosses(reader, path, number, text, span)
                reach = max(reach, span.end)
                span = next(following, None)
            joined.append((start, end))
        return joined

    def _crosses(self, reader: Reader, path: Path, number: int, text: str, span: Span) -> None:
        reader.problem(
            path,
            number,
            f"the entity {text[span.start : span.end]!r} ({span.label}) reaches into the next "
            f"sentence, by the rules of the language {self.language}",
            "sentences that an entity reaches across are left together",
        )


def no_tokens(reader: Reader, path: Path, number: int) -> None:
    """The problem of a sentence that holds nothing."""
    what = "a sentence without tokens"
    reader.problem(path, number, what, f"{what} is left out")


def _on_tokens(reader: Reader, path: Path, number: int, span: Span, tokens: list[Token]) -> Span:
    """A span of characters as a span of the tokens that it covers or touches."""
    first = bisect_right(tokens, span.start, key=lambda token: token.end)
    after = bisect_left(tokens, span.end, key=lambda token: token.start)
    place = f"the span of characters {span.start} to {span.end} ({span.label})"
    if first >= after:
        reader.fail(path, number, f"{place} covers no token of the text")
    if (tokens[first].start, tokens[after - 1].end) != (span.start, span.end):
        reader.problem(
            path,
            number,
            f"{place} does not begin and end where tokens do",
            "a span is moved to the bounds of the tokens it touches",
            "Correct the span, or choose another splitter",
        )
    return Span(first, after, span.label)
