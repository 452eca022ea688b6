"""The formats of files of word vectors, told by how a file begins."""

import math
from codecs import getincrementaldecoder
from pathlib import Path
from typing import Literal, NoReturn

from mgkd.data import DataError

VectorFormat = Literal["auto", "word2vec", "word2vec_binary", "glove"]

NAMED = 'name it: format: "word2vec", "word2vec_binary" or "glove"'
FOREIGN = {  # what files that are often tried begin with
    b"\xba\x16\x4f\x2f": "it is fastText's model (.bin), which is not read; take its .vec",
    b"PK\x03\x04": "it is a zip archive; name the file that is unpacked from it",
    b"BZh91AY": "it is packed by bzip2; unpack it, or pack it by gzip",
    b"\xfd7zXZ": "it is packed by xz; unpack it, or pack it by gzip",
    b"\x93NUMPY": "it is an array of numpy, without words; save it as word2vec's text",
    b"\x80": "it is pickled, perhaps by gensim; save it with save_word2vec_format",
}


def refuse_foreign(path: Path, head: bytes) -> None:
    """Say what to do about a file of a kind that is not read.

    Raises:
        DataError: when it begins as one of those.
    """
    for magic, remedy in FOREIGN.items():
        if head.startswith(magic):
            raise DataError(f"{path}: {remedy}")


def format_of(path: Path, head: bytes) -> Literal["word2vec", "word2vec_binary", "glove"]:
    """The format by the first two lines.

    Two integers alone are word2vec's header, anything else is GloVe. Behind a header follow a line
    that ends with as many numbers, or else numbers in binary. A text in which something is wrong is
    known from these by all its characters, which 32-bit numbers are not made of.
    """
    first, _, rest = head.partition(b"\n")
    header = header_in(first)
    if header is None:
        return "glove"
    second = rest.partition(b"\n")[0]
    numbers = _numbers_at_end(second)
    in_binary = rest[rest.find(b" ") + 1 :][: 4 * header[1]]
    is_text = numbers >= header[1] or not rest or _is_text(in_binary)
    if is_text and numbers == second.rstrip().count(b" ") == 1:
        fail(path, 1, f"it may be a header, or GloVe's row of one number; {NAMED}")
    return "word2vec" if is_text else "word2vec_binary"


def _is_text(content: bytes) -> bool:
    """Whether it consists of characters, the last of which may be cut off."""
    try:
        text = getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return False
    return not any(character < " " and character not in "\t\n\r" for character in text)


def header_in(line: bytes) -> tuple[int, int] | None:
    """Rows and columns, where a line says nothing else."""
    fields = line.split()
    if len(fields) != 2 or not all(field.isdigit() for field in fields):
        return None
    count, size = map(int, fields)
    return (count, size) if size else None


def glove_size(path: Path, head: bytes) -> int:
    first, _, rest = head.partition(b"\n")
    size = first.rstrip().count(b" ")
    if size == 0 or _numbers_at_end(first) < size:
        fail(path, 1, f"expected a word and its numbers, found {shown(first)}")
    if header_in(first) and rest and _numbers_at_end(rest.partition(b"\n")[0]) != 1:
        fail(path, 1, f"{shown(first)} is word2vec's header, which GloVe's files lack; {NAMED}")
    return size


def _numbers_at_end(line: bytes) -> int:
    """How many fields behind the first are numbers, counted from the end."""
    fields = line.rstrip().split(b" ")[1:]
    are_words = [not is_number(field) for field in reversed(fields)]
    return are_words.index(True) if True in are_words else len(fields)


def is_number(field: bytes) -> bool:
    try:
        return math.isfinite(float(field))  # words such as "infinity" are numbers to Python
    except ValueError:
        return False


def shown(line: bytes) -> str:
    return repr(line[:40].decode("utf-8", errors="replace"))


def fail(path: Path, line: int, what: str) -> NoReturn:
    raise DataError(f"{path}:{line}: {what}")
