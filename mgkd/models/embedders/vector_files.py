"""Files of pretrained word vectors: word2vec's text and binary form, GloVe's, fastText's .vec."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, NoReturn

import numpy as np

from mgkd.data import DataError
from mgkd.models.embedders.vector_formats import (
    VectorFormat,
    fail,
    format_of,
    glove_size,
    header_in,
    is_number,
    refuse_foreign,
    shown,
)

GZIP = b"\x1f\x8b"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
HEAD = 1 << 20  # bytes that a format is told by
LONGEST_WORD = 1 << 16  # bytes; what goes on without a space for longer is no binary file

Row = tuple[int, bytes, bytes]  # number of the line or row, word, numbers as they are written


@dataclass(frozen=True)
class FoundVectors:
    """Rows of a file.

    Attributes:
        words: N distinct ones in the order of the file.
        vectors: [N, D] float32.
        repeated: how many of the rows asked for were left out, as their word had stood before.
        unusable: how many rows have a word that no token can be: not UTF-8, or empty.
    """

    words: list[str]
    vectors: np.ndarray
    repeated: int
    unusable: int


def read_vectors(
    path: Path, layout: VectorFormat, wanted: Container[str], first: int
) -> FoundVectors:
    """The rows of wanted words, and the first rows of the file; no others are kept.

    The file is read once from front to end, also through gzip.

    Args:
        layout: its format; "auto" tells it by the first two lines.
        wanted: words to look for.
        first: how many rows to take from the front, whatever their words are.

    Raises:
        DataError: when it cannot be read, its format cannot be told, or a row is not of its format,
            with line or row. Numbers are looked at in the rows that are kept.
    """
    found: dict[str, np.ndarray] = {}
    repeated = unusable = 0
    with _opened(path) as file:
        table = _table(path, layout, file)
        for index, (number, word, content) in enumerate(table.rows):
            try:
                text = word.decode("utf-8")
            except UnicodeDecodeError:
                text = ""
            if not text:
                unusable += 1
            elif index < first or text in wanted:
                if text in found:
                    repeated += 1
                else:
                    found[text] = table.vector(number, content)
    empty = np.empty((0, table.size), dtype=np.float32)
    vectors = np.stack(list(found.values())) if found else empty
    return FoundVectors(list(found), vectors, repeated, unusable)


def digest_of(path: Path) -> str:
    """What a file is, wherever it lies.

    Raises:
        DataError: when it cannot be read.
    """
    with _explained(path), path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


@dataclass(frozen=True)
class _Table:
    """A file of known format: each row has `size` numbers."""

    path: Path
    size: int
    rows: Iterator[Row]
    is_binary: bool = False

    def vector(self, number: int, content: bytes) -> np.ndarray:
        if self.is_binary:
            vector = np.frombuffer(content, dtype="<f4").astype(np.float32)
        else:
            try:
                values = [float(value) for value in content.split(b" ")]
            except ValueError as error:
                what = f"{error}; expected {self.size} numbers behind a word"
                raise DataError(f"{self.path}:{number}: {what}") from error
            with np.errstate(over="ignore"):
                vector = np.array(values, dtype=np.float32)
        if not np.isfinite(vector).all():
            place = f", row {number}" if self.is_binary else f":{number}"
            raise DataError(f"{self.path}{place}: a number is not finite in float32")
        return vector


def _table(path: Path, layout: VectorFormat, file: BinaryIO) -> _Table:
    head = file.read(HEAD)
    file.seek(len(BYTE_ORDER_MARK) if head.startswith(BYTE_ORDER_MARK) else 0)
    head = head.removeprefix(BYTE_ORDER_MARK)
    refuse_foreign(path, head)
    if layout == "auto":
        layout = format_of(path, head)
    if layout == "glove":
        size = glove_size(path, head)
        return _Table(path, size, _lines(path, file, size, start=1))
    first = file.readline(HEAD)
    header = header_in(first)
    if header is None:
        what = f"expected the number of rows and of columns, found {shown(first)}"
        fail(path, 1, f"{what}; is the format {layout}?")
    count, size = header
    if layout == "word2vec_binary":
        return _Table(path, size, _binary_rows(path, file, count, size), is_binary=True)
    lines = _lines(path, file, size, start=2)
    return _Table(path, size, _counted(path, lines, count))


def _lines(path: Path, file: BinaryIO, size: int, start: int) -> Iterator[Row]:
    """Rows of a text. The last `size` fields are numbers: a word may hold spaces."""
    for number, line in enumerate(file, start):
        line = line.rstrip()
        spaces = line.count(b" ")
        if spaces < size:
            fail(path, number, f"expected {size} numbers behind a word, found {spaces}")
        *word, numbers = line.split(b" ", spaces - size + 1)
        if len(word) > 1 and is_number(word[-1]):
            fail(path, number, f"there are more than {size} numbers behind a word")
        yield number, b" ".join(word), numbers


def _counted(path: Path, rows: Iterator[Row], count: int) -> Iterator[Row]:
    """The same rows, of which there must be as many as the header says."""
    found = 0
    for found, row in enumerate(rows, start=1):  # noqa: B007
        yield row
    if found != count:
        what = f"the header promises {count} rows, but there are {found}"
        fail(path, 1, f"{what}; was all of the file copied?")


def _binary_rows(path: Path, file: BinaryIO, count: int, size: int) -> Iterator[Row]:
    for number in range(1, count + 1):
        word = _word(path, file, number)
        content = file.read(4 * size)
        if len(content) < 4 * size:
            _fail_in_row(path, number, f"cut off; the header promises {count} rows")
        yield number, word, content
    if file.read(2).strip():
        _fail_in_row(path, count, "the last by the header, but more follows")


def _word(path: Path, file: BinaryIO, number: int) -> bytes:
    """What stands before the next space; the line end that some programs write is left out."""
    word = bytearray()
    for byte in iter(partial(file.read, 1), b" "):
        if not byte or len(word) > LONGEST_WORD:
            _fail_in_row(path, number, "no word begins there")
        word += byte
    return bytes(word.lstrip(b"\n"))


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked where it is packed."""
    with _explained(path), path.open("rb") as file:
        is_packed = file.read(len(GZIP)) == GZIP
        file.seek(0)
        yield io.BufferedReader(gzip.GzipFile(fileobj=file)) if is_packed else file


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path}: cannot be read: {error}; was all of it copied?") from error


def _fail_in_row(path: Path, row: int, what: str) -> NoReturn:
    raise DataError(f"{path}, row {row}: {what}; is it binary, and was all of it copied?")
