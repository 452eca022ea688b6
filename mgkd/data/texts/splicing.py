"""Sentences, or parts of them, joined."""

import random
from collections.abc import Sequence

from pydantic import PositiveInt

from mgkd.config import Fraction
from mgkd.data.sentence import Sentence
from mgkd.data.texts.augmentation import Augmentation, Of, Rewrite
from mgkd.data.texts.base import texts
from mgkd.data.texts.pieces import borders, piece, together


@texts.register("splicing")
class Splicing(Augmentation):
    """A sentence, or its beginning, and behind it another one, or that one's end.

    Labelled sentences are cut outside their entities, others anywhere. Source: this project, after
    the segments that Dai & Adel 2020 (arXiv 2010.11683) shuffle within a sentence.

    Args:
        cut: how probable it is of a sentence to be cut.
        of: made from the labelled sentences, the unlabelled text before this in the list, or all.
        copies: how many times each is joined with another; what comes out twice is left out.
    """

    def __init__(self, cut: Fraction = 0.5, of: Of = "labelled", copies: PositiveInt = 1) -> None:
        super().__init__(of, copies)
        self.cut = cut

    def rewriting(self, sentences: Sequence[Sentence]) -> Rewrite:
        def spliced(sentence: Sentence, generator: random.Random) -> Sentence:
            other = sentences[generator.randrange(len(sentences))]
            beginning = piece(sentence, 0, self._border(sentence, len(sentence), generator))
            end = piece(other, self._border(other, 0, generator), len(other))
            return together(beginning, end)

        return spliced

    def _border(self, sentence: Sentence, otherwise: int, generator: random.Random) -> int:
        places = borders(sentence)
        if places and generator.random() < self.cut:
            return generator.choice(places)
        return otherwise
