"""Files of pretrained word vectors: word2vec's text and binary form, GloVe's, fastText's .vec."""

import gzip
import hashlib
import io
import math
import zlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, NoReturn

import numpy as np

from mgkd.data import DataError

VectorFormat = Literal["auto", "word2vec", "word2vec_binary", "glove"]

GZIP = b"\x1f\x8b"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
HEAD = 1 << 20  # bytes that a format is told by
LONGEST_WORD = 1 << 16  # bytes; what goes on without a space for longer is no binary file
PRINTABLE = frozenset(b"\t\r" + bytes(range(32, 127)))
NAMED = 'name it: format: "word2vec", "word2vec_binary" or "glove"'

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
    if layout == "auto":
        layout = _told_by(path, head)
    if layout == "glove":
        size = _glove_size(path, head)
        return _Table(path, size, _lines(path, file, size, start=1))
    first = file.readline(HEAD)
    header = _header(first)
    if header is None:
        what = f"expected the number of rows and of columns, found {_shown(first)}"
        _fail(path, 1, f"{what}; is the format {layout}?")
    count, size = header
    if layout == "word2vec_binary":
        return _Table(path, size, _binary_rows(path, file, count, size), is_binary=True)
    lines = _lines(path, file, size, start=2)
    return _Table(path, size, _counted(path, lines, count))


def _told_by(path: Path, head: bytes) -> Literal["word2vec", "word2vec_binary", "glove"]:
    """The format by the first two lines.

    Two integers alone are word2vec's header, anything else is GloVe. Behind a header follow lines
    of text, or else numbers in binary, which are not all printable.
    """
    first, _, rest = head.partition(b"\n")
    header = _header(first)
    if header is None:
        return "glove"
    second = rest.partition(b"\n")[0]
    numbers = _numbers_at_end(second)
    if numbers == second.rstrip().count(b" ") == 1:
        _fail(path, 1, f"it may be a header, or GloVe's row of one number; {NAMED}")
    # Every number of a text takes two characters at least, with what is between them.
    values = rest[rest.find(b" ") + 1 :][: 2 * header[1] - 1].partition(b"\n")[0]
    is_text = numbers >= header[1] or (values and PRINTABLE.issuperset(values))
    return "word2vec" if is_text or not rest else "word2vec_binary"


def _header(line: bytes) -> tuple[int, int] | None:
    """Rows and columns, where a line says nothing else."""
    fields = line.split()
    if len(fields) != 2 or not all(field.isdigit() for field in fields):
        return None
    count, size = map(int, fields)
    return (count, size) if size else None


def _glove_size(path: Path, head: bytes) -> int:
    first, _, rest = head.partition(b"\n")
    size = first.rstrip().count(b" ")
    if size == 0 or _numbers_at_end(first) < size:
        _fail(path, 1, f"expected a word and its numbers, found {_shown(first)}")
    if _header(first) and rest and _numbers_at_end(rest.partition(b"\n")[0]) != 1:
        _fail(path, 1, f"{_shown(first)} is word2vec's header, which GloVe's files lack; {NAMED}")
    return size


def _numbers_at_end(line: bytes) -> int:
    """How many fields behind the first are numbers, counted from the end."""
    fields = line.rstrip().split(b" ")[1:]
    are_words = [not _is_number(field) for field in reversed(fields)]
    return are_words.index(True) if True in are_words else len(fields)


def _is_number(field: bytes) -> bool:
    try:
        return math.isfinite(float(field))  # words such as "infinity" are numbers to Python
    except ValueError:
        return False


def _lines(path: Path, file: BinaryIO, size: int, start: int) -> Iterator[Row]:
    """Rows of a text. The last `size` fields are numbers: a word may hold spaces."""
    for number, line in enumerate(file, start):
        line = line.rstrip()
        spaces = line.count(b" ")
        if spaces < size:
            _fail(path, number, f"expected {size} numbers behind a word, found {spaces}")
        *word, numbers = line.split(b" ", spaces - size + 1)
        if len(word) > 1 and _is_number(word[-1]):
            _fail(path, number, f"there are more than {size} numbers behind a word")
        yield number, b" ".join(word), numbers


def _counted(path: Path, rows: Iterator[Row], count: int) -> Iterator[Row]:
    """The same rows, of which there must be as many as the header says."""
    found = 0
    for found, row in enumerate(rows, start=1):  # noqa: B007
        yield row
    if found != count:
        what = f"the header promises {count} rows, but there are {found}"
        _fail(path, 1, f"{what}; was all of the file copied?")


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


def _shown(line: bytes) -> str:
    return repr(line[:40].decode("utf-8", errors="replace"))


def _fail(path: Path, line: int, what: str) -> NoReturn:
    raise DataError(f"{path}:{line}: {what}")


def _fail_in_row(path: Path, row: int, what: str) -> NoReturn:
    raise DataError(f"{path}, row {row}: {what}; is it binary, and was all of it copied?")
