"""Sentences with other entities in the places of theirs."""

import random
from collections.abc import Sequence
from dataclasses import replace

from pydantic import PositiveInt

from mgkd.config import Fraction
from mgkd.data.sentence import Sentence, Span
from mgkd.data.texts.augmentation import Augmentation, Rewrite
from mgkd.data.texts.base import texts

Mentions = dict[str, list[tuple[str, ...]]]
"""The distinct mentions of each entity type, as tokens, in their order."""


@texts.register("mention_replacement")
class MentionReplacement(Augmentation):
    """Each entity of a training sentence gives way to another of its type with some probability.

    Source: mention replacement of Dai & Adel 2020 (arXiv 2010.11683). Drawn are distinct mentions
    of the training split, all equally often. A sentence without entities stays what it is, and is
    left out.

    Args:
        rate: how probable it is of an entity.
        copies: how many times each sentence is rewritten; what comes out twice is left out.
    """

    reads_entities = True

    def __init__(self, rate: Fraction = 0.7, copies: PositiveInt = 1) -> None:
        super().__init__("labelled", copies)
        self.rate = rate

    def rewriting(self, sentences: Sequence[Sentence]) -> Rewrite:
        mentions = mentions_of(sentences)

        def rewritten(sentence: Sentence, generator: random.Random) -> Sentence:
            tokens: list[str] = []
            spans: list[Span] = []
            done = 0
            for span in sentence.spans or ():
                mention = sentence.tokens[span.start : span.end]
                if generator.random() < self.rate:
                    mention = _another(mention, mentions.get(span.label, []), generator)
                tokens += sentence.tokens[done : span.start]
                spans.append(Span(len(tokens), len(tokens) + len(mention), span.label))
                tokens += mention
                done = span.end
            tokens += sentence.tokens[done:]
            known = None if sentence.spans is None else tuple(spans)
            return replace(sentence, tokens=tuple(tokens), spans=known)

        return rewritten


def mentions_of(sentences: Sequence[Sentence]) -> Mentions:
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for sentence in sentences:
        for span in sentence.spans or ():
            found.setdefault(span.label, {})[sentence.tokens[span.start : span.end]] = None
    return {label: list(mentions) for label, mentions in found.items()}


def _another(
    mention: tuple[str, ...], mentions: list[tuple[str, ...]], generator: random.Random
) -> tuple[str, ...]:
    """A mention other than this one; itself where there is no other."""
    if len(mentions) < 2:
        return mention
    while (drawn := generator.choice(mentions)) == mention:
        pass
    return drawn
