"""What a writer promises, and what all writers share: the file, and how they refuse."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from mgkd.config import Registry
from mgkd.data.errors import DataError
from mgkd.data.sentence import Sentence
from mgkd.files import appearing

BYTE_ORDER_MARK = "\ufeff"


class Writer(ABC):
    """Writes sentences in a format, so that the reader of that format reads them as they were.

    What the format cannot say is an error that names the sentence; nothing is left out.
    """

    def write(self, path: Path, sentences: Iterable[Sentence]) -> int:
        """Write the sentences, which are taken one by one; how many there were.

        What is written appears whole or not at all.

        Raises:
            DataError: when the format cannot express a sentence, or the sentences' own reader
                finds something wrong.
            UserError: when the file cannot be written.
        """
        count = 0

        def counted() -> Iterator[Sentence]:
            nonlocal count
            for sentence in sentences:
                count += 1
                yield sentence

        self.store(Path(path), counted())
        return count

    @abstractmethod
    def store(self, path: Path, sentences: Iterator[Sentence]) -> None:
        """Write the sentences as they come."""

    def refuse(self, sentence: Sentence, why: str, remedy: str = "") -> NoReturn:
        """The format cannot express this sentence."""
        raise DataError(f"{sentence.place}: {why}" + (f"\n{remedy}" if remedy else ""))


class FileWriter(Writer):
    """A writer of text into one file, in UTF-8, gzipped where its name ends in .gz."""

    def store(self, path: Path, sentences: Iterator[Sentence]) -> None:
        with appearing(path) as file:
            for number, text in enumerate(self.texts(sentences)):
                if number == 0 and text.startswith(BYTE_ORDER_MARK):
                    # Readers take the first for a byte-order mark, and the second for text.
                    text = BYTE_ORDER_MARK + text
                file.write(_in_utf8(text))

    @abstractmethod
    def texts(self, sentences: Iterator[Sentence]) -> Iterator[str]:
        """The content of the file, piece by piece; with every line end, which is LF."""


def _in_utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        half = f"U+{ord(text[error.start]):04X}"
        raise DataError(f"{text.strip()!r} holds half of a surrogate pair, {half}") from error


writers: Registry[Writer] = Registry("writers", noun="writer", base=Writer)
