"""Writing sentences as token and tag columns."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from mgkd.data.errors import DataError
from mgkd.data.readers.positions import with_positions
from mgkd.data.schemes import SchemeName, scheme_named
from mgkd.data.sentence import Sentence

Words = Callable[[Sentence], Sequence[int]]
"""Lengths of a sentence's words, in tokens."""


def write_columns(
    path: Path,
    sentences: Iterable[Sentence],
    scheme: SchemeName = "bio",
    separator: str = "\t",
    segmentation_digits: bool = False,
    words: Words | None = None,
) -> None:
    """One token a line, its tag behind it, and a blank line after each sentence.

    Unlabelled sentences get no tag column; a file holds either kind, not both.

    Args:
        segmentation_digits: whether tokens end in their position within their word, as in the
            second release of the Weibo corpus.
        words: which tokens make up a word; each is its own word unless given.

    Raises:
        DataError: when the lines could not be read back: mixed sentences, or a token or type that
            holds the separator.
        ValueError: when the words of a sentence do not add up to its tokens.
    """
    labelled: set[bool] = set()
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        for sentence in sentences:
            labelled.add(sentence.spans is not None)
            if len(labelled) > 1:
                raise DataError(
                    f"{_place(sentence)}: labelled and unlabelled sentences in one file"
                )
            tokens = _with_positions(sentence, words) if segmentation_digits else sentence.tokens
            file.writelines(_lines(sentence, tokens, scheme, separator))
            file.write("\n")


def _lines(
    sentence: Sentence, tokens: Sequence[str], scheme: SchemeName, separator: str
) -> Iterable[str]:
    columns = [tokens]
    if sentence.spans is not None:
        columns.append(scheme_named(scheme).encode(sentence.spans, len(sentence)))
    for row in zip(*columns, strict=True):
        for cell in row:
            if separator in cell or not cell.strip(" \t\r"):
                raise DataError(
                    f"{_place(sentence)}: {cell!r} cannot stand in a column parted by {separator!r}"
                )
        yield separator.join(row) + "\n"


def _with_positions(sentence: Sentence, words: Words | None) -> list[str]:
    lengths = list(words(sentence)) if words else [1] * len(sentence)
    if sum(lengths) != len(sentence) or min(lengths) < 1:
        raise ValueError(
            f"{_place(sentence)}: words of {lengths} tokens do not add up to {len(sentence)} tokens"
        )
    tokens = iter(sentence.tokens)
    return with_positions([[next(tokens) for _ in range(length)] for length in lengths])


def _place(sentence: Sentence) -> str:
    return sentence.source or "a sentence without a source"
