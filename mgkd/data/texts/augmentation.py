"""Text made from sentences that are at hand."""

import random
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import PositiveInt

from mgkd.data.corpus import CorpusSplits
from mgkd.data.errors import DataError
from mgkd.data.sentence import Sentence
from mgkd.data.stored import Joined
from mgkd.data.texts.base import TextSource, texts

Of = Literal["labelled", "unlabelled", "all"]
"""What text is made from: the training sentences, the unlabelled text before, or both."""

Rewrite = Callable[[Sentence, random.Random], Sentence]
"""Gives a sentence anew, with the spans that can still be told of; itself where nothing changes."""


class Augmentation(TextSource):
    """Rewrites sentences; the teacher labels what becomes of them like any other text.

    Args:
        of: which sentences.
        copies: how many times each is rewritten; what comes out twice is left out.

    Attributes:
        reads_entities: whether it has nothing to rewrite in sentences without spans.
    """

    is_made = True
    reads_entities: ClassVar[bool] = False

    def __init__(self, of: Of = "labelled", copies: PositiveInt = 1) -> None:
        self.of = of
        self.copies = copies

    @abstractmethod
    def rewriting(self, sentences: Sequence[Sentence]) -> Rewrite:
        """How a sentence is rewritten, given all those that are at hand."""

    def sentences(self, splits: CorpusSplits, generator: random.Random) -> Iterator[Sentence]:
        material = self._material(splits)
        rewrite = self.rewriting(material)
        name = texts.name_of(type(self)) or type(self).__name__
        for _ in range(self.copies):
            for sentence in material:
                made = rewrite(sentence, generator)
                yield replace(made, spans=None, id=None, source=f"{sentence.place} ({name})")

    def _material(self, splits: CorpusSplits) -> Sequence[Sentence]:
        if self.of == "labelled":
            return splits.train
        if not splits.unlabelled:
            raise DataError(
                f"text is to be made of {self.of} sentences (of), and there is no unlabelled text "
                "before it in the list; name some there, or set of to 'labelled'"
            )
        if self.of == "unlabelled":
            return splits.unlabelled
        return Joined(splits.train, splits.unlabelled)
