"""Sentences cut into pieces, and put together, with their entities."""

from dataclasses import replace

from mgkd.data.sentence import Sentence, Span


def piece(sentence: Sentence, start: int, end: int) -> Sentence:
    """Tokens from `start` up to, not including, `end`; with the entities that lie wholly in it."""
    spans = sentence.spans
    if spans is not None:
        within = [span for span in spans if start <= span.start and span.end <= end]
        spans = _moved(within, -start)
    return replace(sentence, tokens=sentence.tokens[start:end], spans=spans)


def together(first: Sentence, second: Sentence) -> Sentence:
    """One sentence behind the other; with entities where both are labelled."""
    spans = None
    if first.spans is not None and second.spans is not None:
        spans = (*first.spans, *_moved(second.spans, len(first)))
    return replace(first, tokens=(*first.tokens, *second.tokens), spans=spans)


def borders(sentence: Sentence) -> list[int]:
    """Before which tokens it can be cut without cutting an entity; the first is none of them."""
    inside = {place for span in sentence.spans or () for place in range(span.start + 1, span.end)}
    return [place for place in range(1, len(sentence)) if place not in inside]


def _moved(spans: list[Span] | tuple[Span, ...], by: int) -> tuple[Span, ...]:
    return tuple(Span(span.start + by, span.end + by, span.label) for span in spans)
