"""Writing token and tag columns."""

from collections.abc import Callable, Iterator, Sequence

from mgkd.config import Arguments, Problem, obey
from mgkd.data.readers.conll import columns_of, is_blank, starts_document
from mgkd.data.readers.positions import PositionSuffix, with_positions
from mgkd.data.schemes import SchemeName, scheme_named
from mgkd.data.sentence import Sentence
from mgkd.data.writers.base import FileWriter, writers

Words = Callable[[Sentence], Sequence[int]]
"""Lengths of a sentence's words, in tokens."""


def separator_parts_columns(config: Arguments) -> Iterator[Problem]:
    if config["separator"] == "" or "\n" in config["separator"]:
        yield config.problem("separator", "is neither empty nor a line break")


@writers.register("conll")
class ConllWriter(FileWriter):
    """One token a line, its tag behind it, and a blank line after each sentence.

    Unlabelled sentences get no tag column; a file holds either kind, not both. What the reader
    `conll` with the same scheme and separator would read as something else is refused. The format
    has no place for the id of a sentence.

    Args:
        scheme: how the tags write entities.
        separator: what parts the columns.
        add_segmentation: whether tokens end in their position within their word, as in the second
            release of the Weibo corpus; each token is its own word, unless `words` says more.
    """

    rules = (separator_parts_columns,)

    def __init__(
        self,
        scheme: SchemeName = "bio",
        separator: str = "\t",
        add_segmentation: bool = False,
    ) -> None:
        obey(self.rules, separator=separator)
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
            yield self._line(sentence, row) + "\n"

    def _line(self, sentence: Sentence, row: tuple[str, ...]) -> str:
        """The cells in a line in which the reader finds them again."""
        line = self.separator.join(row)
        parts_sentences = is_blank(line) or starts_document(line, self.separator)
        one_line = "\n" not in line and not line.endswith("\r")
        if parts_sentences or not one_line or columns_of(line, self.separator) != list(row):
            self.refuse(
                sentence,
                f"{' and '.join(map(repr, row))} cannot stand in a line of columns parted by "
                f"{self.separator!r}: it would be read as something else",
                "Choose another separator, or another format, such as jsonl",
            )
        return line

    def _with_positions(self, sentence: Sentence) -> list[str]:
        lengths = list(self.words(sentence)) if self.words else [1] * len(sentence)
        if sum(lengths) != len(sentence) or min(lengths) < 1:
            raise ValueError(
                f"{sentence.place}: words of {lengths} tokens do not add up to "
                f"{len(sentence)} tokens"
            )
        tokens = iter(sentence.tokens)
        written = with_positions([[next(tokens) for _ in range(length)] for length in lengths])
        suffix = PositionSuffix()
        for token, cell in zip(sentence.tokens, written, strict=True):
            if suffix.strip(cell)[0] != token:
                self.refuse(
                    sentence, f"the token {token!r} with its position, {cell!r}, is unclear"
                )
        return written
