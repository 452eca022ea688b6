"""Sentences with some tokens replaced."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pydantic import PositiveInt

from mgkd.config import Fraction
from mgkd.data.sentence import Sentence
from mgkd.data.texts.augmentation import Augmentation, Of, Rewrite
from mgkd.data.texts.base import texts
from mgkd.data.texts.frequencies import Frequencies
from mgkd.data.texts.spelling import shape


@texts.register("token_replacement")
class TokenReplacement(Augmentation):
    """Each token gives way to another with some probability, drawn as often as it occurs.

    Source: Tang et al. 2019 (arXiv 1903.12136), who draw among the words of the same part of
    speech. That is not known here; its place is taken by the shape, so that a digit gives way to a
    digit and a capitalised word to one.

    Args:
        rate: how probable it is of a token.
        same_shape: draw among tokens of the same kinds of characters only; else among all.
        of: made from the labelled sentences, the unlabelled text before this in the list, or all.
            Tokens are drawn from these too.
        copies: how many times each is rewritten; what comes out twice is left out.
    """

    def __init__(
        self,
        rate: Fraction = 0.1,
        same_shape: bool = True,
        of: Of = "labelled",
        copies: PositiveInt = 1,
    ) -> None:
        super().__init__(of, copies)
        self.rate = rate
        self.same_shape = same_shape

    def rewriting(self, sentences: Sequence[Sentence]) -> Rewrite:
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for token, count in Counter(t for s in sentences for t in s.tokens).items():
            counts[self._shape(token)][token] = count
        frequencies = {kind: Frequencies(counted) for kind, counted in counts.items()}

        def other(token: str, generator: random.Random) -> str:
            alike = frequencies.get(self._shape(token))
            if alike is None or generator.random() >= self.rate:
                return token
            return alike.other_than(token, generator)

        def rewritten(sentence: Sentence, generator: random.Random) -> Sentence:
            tokens = tuple(other(token, generator) for token in sentence.tokens)
            return replace(sentence, tokens=tokens)

        return rewritten

    def _shape(self, token: str) -> str:
        return shape(token) if self.same_shape else ""
