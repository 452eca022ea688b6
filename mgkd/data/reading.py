"""The sentences of a file that must hold some, and where they are kept."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mgkd.data.errors import DataError
from mgkd.data.readers import Reader
from mgkd.data.sentence import Sentence
from mgkd.data.stored import StoredSentences


def reader_class(config: Any) -> type[Reader]:
    """The class of the reader that a part of a config stands for, before it is built."""
    target = config.target
    return target if isinstance(target, type) and issubclass(target, Reader) else Reader


def sentences_in(path: Path, reader: Reader) -> Iterator[Sentence]:
    """Its sentences, one by one.

    Raises:
        DataError: when there is none, or by the reader.
    """
    sentence = None
    for sentence in reader.read(path):
        yield sentence
    if sentence is None:
        raise DataError(f"{path}: there is no sentence in it")


def kept(sentences: Iterable[Sentence], folder: Path | None) -> Sequence[Sentence]:
    """The sentences in memory, or in a file of this folder."""
    return list(sentences) if folder is None else StoredSentences(sentences, folder)
