"""Sentences that a tagger has encoded: once, in memory or in a file, or whenever asked."""

import io
import pickle
from collections.abc import Iterator, Sequence, Set
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, BinaryIO

from mgkd.config import UserError
from mgkd.data import Sentence
from mgkd.data.records import Records, write_records
from mgkd.data.stored import lengths_of
from mgkd.files import appearing
from mgkd.models.batch import EncodedSentence
from mgkd.models.embedders import Embedder
from mgkd.models.tagger import Tagger

OURS = "mgkd.models.embedders."  # whose encodings need not be defined beside the embedder


class EncodedSentences(Sequence[EncodedSentence]):
    """What `tagger.encode` makes of sentences, by their position.

    Attributes:
        lengths: how many tokens each has, known without encoding it.
    """

    lengths: Sequence[int]

    def __len__(self) -> int:
        return len(self.lengths)


class EncodedInMemory(EncodedSentences):
    """All encoded at once."""

    def __init__(self, tagger: Tagger, sentences: Sequence[Sentence]) -> None:
        self._encoded = [tagger.encode(sentence) for sentence in sentences]
        self.lengths = [len(item) for item in self._encoded]

    def __getitem__(self, position: int) -> EncodedSentence:
        return self._encoded[position]


class UnlabelledWhenAsked(EncodedSentences):
    """Each encoded when it is asked for, without its gold spans: for a single pass."""

    def __init__(self, tagger: Tagger, sentences: Sequence[Sentence]) -> None:
        self._tagger = tagger
        self._sentences = sentences
        self.lengths = lengths_of(sentences)

    def __getitem__(self, position: int) -> EncodedSentence:
        return self._tagger.encode(self._sentences[position].without_spans())


class EncodedOnDisk(EncodedSentences):
    """Encodings in a file, found there or put there; the sentences beside them.

    Args:
        path: of the file. Its name must stand for the embedder, the label set and the sentences:
            what is found there is taken as it is.

    Raises:
        UserError: when the file is no such file, or was written for other sentences; when an
            encoding is none that can be kept, as `Embedder.encode` has it.
    """

    def __init__(self, tagger: Tagger, sentences: Sequence[Sentence], path: Path) -> None:
        self._sentences = sentences
        parts = (part for part in tagger.embedder.modules() if isinstance(part, Embedder))
        self._modules = {type(part).__module__ for part in parts}
        if not path.is_file():
            with appearing(path) as file:
                write_records(file, self._written(tagger))
        self.lengths = lengths_of(sentences)
        self._records = Records(path.open("rb"))
        if len(self._records) != len(sentences):
            raise UserError(f"{path}: holds other sentences; delete it, and it is made anew")

    def __getitem__(self, position: int) -> EncodedSentence:
        encoding, labels = self._read(self._records[position])
        return EncodedSentence(self._sentences[position], encoding, labels)

    def _read(self, record: bytes) -> Any:
        return _Unpickler(io.BytesIO(record), self._modules).load()

    def _written(self, tagger: Tagger) -> Iterator[tuple[bytes, int]]:
        """Every record, which is known to be readable, with the length of its sentence."""
        for sentence in self._sentences:
            item = tagger.encode(sentence)
            try:
                record = pickle.dumps((item.encoding, item.labels), protocol=5)
                self._read(record)
            except (pickle.PickleError, AttributeError, TypeError) as error:
                raise UserError(
                    f"storage: what the embedder ({tagger.embedder.describe()}) makes of a "
                    f"sentence cannot be kept on disk: {error}; set storage to 'memory', or let "
                    "`encode` give numbers, texts, lists, tuples, arrays of the module array, or "
                    "dataclasses of these"
                ) from error
            yield record, len(sentence)


def encoded_lengths(encoded: Sequence[EncodedSentence]) -> Sequence[int]:
    """How many tokens each has."""
    return encoded.lengths if isinstance(encoded, EncodedSentences) else [*map(len, encoded)]


class _Unpickler(pickle.Unpickler):
    """Reads plain values and the dataclasses that embedders make of sentences, and no code."""

    def __init__(self, file: BinaryIO, modules: Set[str]) -> None:
        super().__init__(file)
        self._modules = modules

    def find_class(self, module: str, name: str) -> Any:
        if module in self._modules or module.startswith(OURS):
            found = super().find_class(module, name)
            if isinstance(found, type) and is_dataclass(found):
                return found
        if module == "array":
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"an encoding holds {module}.{name}")
