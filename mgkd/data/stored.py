"""Sentences that are kept in a file instead of in memory."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import overload

import numpy as np

from mgkd.data.digest import Digest, digest_of
from mgkd.data.records import Records, write_records
from mgkd.data.sentence import Sentence, Span


class StoredSentences(Sequence[Sentence]):
    """Sentences in a file, each made anew when it is asked for: 16 bytes a sentence in memory.

    The file has no name and vanishes with this object, or with the process, however that ends.

    Args:
        sentences: taken one by one.
        folder: on the disk that is to hold them.

    Attributes:
        lengths: [N] uint64, how many tokens each has.
        digest: of them all.
    """

    def __init__(self, sentences: Iterable[Sentence], folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115, it lives as long as this
        content = Digest()

        def records() -> Iterator[tuple[bytes, int]]:
            for sentence in sentences:
                content.add(sentence)
                yield _written(sentence), len(sentence)

        write_records(file, records())
        self._records = Records(file)
        self.lengths = self._records.numbers
        self.digest = str(content)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Sentence]:
        return map(_read, self._records)

    @overload
    def __getitem__(self, position: int) -> Sentence: ...
    @overload
    def __getitem__(self, position: slice) -> list[Sentence]: ...
    def __getitem__(self, position):
        if isinstance(position, slice):
            return [self[index] for index in range(len(self))[position]]
        return _read(self._records[position])


class Composed(Sequence[Sentence]):
    """Sentences that others hold; nothing is copied."""

    @cached_property
    def digest(self) -> str:
        """Of them all, which takes reading them once."""
        return digest_of(self)


class Joined(Composed):
    """Some sentences and, behind them, others; nothing is copied."""

    def __init__(self, first: Sequence[Sentence], second: Sequence[Sentence]) -> None:
        self._first, self._second = first, second
        self.lengths = np.concatenate([lengths_of(first), lengths_of(second)]).astype(np.int64)

    def __len__(self) -> int:
        return len(self._first) + len(self._second)

    def __iter__(self) -> Iterator[Sentence]:
        return chain(self._first, self._second)

    def __getitem__(self, position):
        if isinstance(position, slice):
            return [self[index] for index in range(len(self))[position]]
        position = range(len(self))[position]
        beyond = position - len(self._first)
        return self._first[position] if beyond < 0 else self._second[beyond]


def lengths_of(sentences: Sequence[Sentence]) -> Sequence[int]:
    """How many tokens each has; of sentences on disk without reading them."""
    known = getattr(sentences, "lengths", None)
    return [*map(len, sentences)] if known is None else known


def digest(sentences: Iterable[Sentence]) -> str:
    """64 hexadecimal digits that stand for tokens, spans and order of the sentences."""
    known = isinstance(sentences, StoredSentences | Composed)
    return sentences.digest if known else digest_of(sentences)


def _written(sentence: Sentence) -> bytes:
    spans = sentence.spans
    if spans is not None:
        spans = [(span.start, span.end, span.label) for span in spans]
    content = (sentence.tokens, spans, sentence.source, sentence.id)
    return json.dumps(content, ensure_ascii=False).encode("utf-8")


def _read(record: bytes) -> Sentence:
    tokens, spans, source, id = json.loads(record)
    return Sentence(tokens, None if spans is None else [Span(*span) for span in spans], source, id)
