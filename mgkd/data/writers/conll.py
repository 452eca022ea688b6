"""Writing token and tag columns."""

from collections.abc import Callable, Iterator, Sequence

from mgkd.data.readers.positions import with_positions
from mgkd.data.schemes import SchemeName, scheme_named
from mgkd.data.sentence import Sentence
from mgkd.data.writers.base import Writer, writers

Words = Callable[[Sentence], Sequence[int]]
"""Lengths of a sentence's words, in tokens."""


@writers.register("conll")
class ConllWriter(Writer):
    """One token a line, its tag behind it, and a blank line after each sentence.

    Unlabelled sentences get no tag column; a file holds either kind, not both.

    Args:
        scheme: how the tags write entities.
        separator: what parts the columns.
        add_segmentation: whether tokens end in their position within their word, as in the second
            release of the Weibo corpus; each token is its own word, unless `words` says more.
    """

    def __init__(
        self,
        scheme: SchemeName = "bio",
        separator: str = "\t",
        add_segmentation: bool = False,
    ) -> None:
        self.scheme = scheme_named(scheme)
        self.separator = separator
        self.add_segmentation = add_segmentation
        self.words: Words | None = None

    def texts(self, sentences: Iterator[Sentence]) -> Iterator[str]:
        labelled: bool | None = None
        for sentence in sentences:
            labelled = sentence.spans is not None if labelled is None else labelled
            if labelled != (sentence.spans is not None):
                self.refuse(sentence, "labelled and unlabelled sentences in one file of columns")
            yield from self._lines(sentence)
            yield "\n"

    def _lines(self, sentence: Sentence) -> Iterator[str]:
        columns = [self._with_positions(sentence) if self.add_segmentation else sentence.tokens]
        if sentence.spans is not None:
            columns.append(self.scheme.encode(sentence.spans, len(sentence)))
        for row in zip(*columns, strict=True):
            self._check(sentence, row)
            yield self.separator.join(row) + "\n"

    def _check(self, sentence: Sentence, row: tuple[str, ...]) -> None:
        """That the reader would find these cells again."""
        for cell in row:
            if self.separator in cell or not cell.strip(" \t\r"):
                self.refuse(
                    sentence, f"{cell!r} cannot stand in a column parted by {self.separator!r}"
                )

    def _with_positions(self, sentence: Sentence) -> list[str]:
        lengths = list(self.words(sentence)) if self.words else [1] * len(sentence)
        if sum(lengths) != len(sentence) or min(lengths) < 1:
            raise ValueError(
                f"{sentence.place}: words of {lengths} tokens do not add up to "
                f"{len(sentence)} tokens"
            )
        tokens = iter(sentence.tokens)
        return with_positions([[next(tokens) for _ in range(length)] for length in lengths])
