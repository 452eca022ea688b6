"""Sentences with some tokens hidden."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import PositiveInt, StringConstraints

from mgkd.config import Fraction
from mgkd.data.sentence import Sentence
from mgkd.data.texts.augmentation import Augmentation, Of, Rewrite
from mgkd.data.texts.base import texts

Token = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^\n]+$")]


@texts.register("token_masking")
class TokenMasking(Augmentation):
    """Each token is hidden with some probability: what does the rest of the sentence say?

    Source: masking of Tang et al. 2019 (arXiv 1903.12136).

    A student of words or characters takes the mask for unknown: its vocabulary is that of sentences
    that were found, not made. A pretrained encoder cuts it into pieces like any token. To those of
    BERT's kind "[MASK]" is the one piece that they were pretrained with; others have a mask of
    their own, such as "<mask>", and would read ours as a bracket, a word and a bracket.

    Args:
        rate: how probable it is of a token.
        token: what stands in its place.
        of: made from the labelled sentences, the unlabelled text before this in the list, or all.
        copies: how many times each is rewritten; what comes out twice is left out.
    """

    def __init__(
        self,
        rate: Fraction = 0.1,
        token: Token = "[MASK]",
        of: Of = "labelled",
        copies: PositiveInt = 1,
    ) -> None:
        super().__init__(of, copies)
        self.rate = rate
        self.token = token

    def rewriting(self, sentences: Sequence[Sentence]) -> Rewrite:
        return self._masked

    def _masked(self, sentence: Sentence, generator: random.Random) -> Sentence:
        tokens = (
            self.token if generator.random() < self.rate else token for token in sentence.tokens
        )
        return replace(sentence, tokens=tuple(tokens))
