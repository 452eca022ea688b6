"""Pieces of sentences."""

import random
from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field, NonNegativeFloat, PositiveInt

from mgkd.config import Arguments, Problem, obey
from mgkd.data.sentence import Sentence
from mgkd.data.texts.augmentation import Augmentation, Of, Rewrite
from mgkd.data.texts.base import texts
from mgkd.data.texts.pieces import piece

LONGEST = 5  # of Tang et al.
Weights = Annotated[list[NonNegativeFloat], Field(min_length=1)]


def the_weights_are_not_all_zero(config: Arguments) -> Iterator[Problem]:
    if config["weights"] is not None and not any(config["weights"]):
        yield config.problem("weights", "some length must have a weight above 0")


@texts.register("ngram_sampling")
class NgramSampling(Augmentation):
    """Some tokens in a row, the rest dropped.

    Source: n-gram sampling of Tang et al. 2019 (arXiv 1903.12136), where n is 1 to 5 with equal
    probability. An n above the length of a sentence gives the whole.

    Args:
        weights: how often n is 1, 2, and so on, relative to each other; null: equally often 1 to 5.
            [0, 0, 0, 0, 1, 1, 1, 1] takes 5 to 8 tokens.
        of: made from the labelled sentences, the unlabelled text before this in the list, or all.
        copies: how many times each is rewritten; what comes out twice is left out.
    """

    rules = (the_weights_are_not_all_zero,)

    def __init__(
        self, weights: Weights | None = None, of: Of = "labelled", copies: PositiveInt = 1
    ) -> None:
        obey(self.rules, weights=weights)
        super().__init__(of, copies)
        self.weights = [1.0] * LONGEST if weights is None else weights

    def rewriting(self, sentences: Sequence[Sentence]) -> Rewrite:
        return self._sampled

    def _sampled(self, sentence: Sentence, generator: random.Random) -> Sentence:
        [drawn] = generator.choices(range(1, len(self.weights) + 1), self.weights)
        n = min(drawn, len(sentence))
        start = generator.randrange(len(sentence) - n + 1)
        return piece(sentence, start, start + n)
