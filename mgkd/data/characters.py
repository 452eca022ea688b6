"""Sentences of words as sentences of characters."""

from itertools import accumulate

from mgkd.data.sentence import Sentence, Span


def in_characters(sentence: Sentence) -> Sentence:
    """The same sentence with every code point as a token; entities keep their extent and source.

    For corpora that were cut into words, as Chinese treebanks are, and taggers of characters.
    """
    starts = [0, *accumulate(map(len, sentence.tokens))]
    spans = sentence.spans
    if spans is not None:
        spans = tuple(Span(starts[span.start], starts[span.end], span.label) for span in spans)
    return Sentence(tuple("".join(sentence.tokens)), spans, sentence.source, sentence.id)
