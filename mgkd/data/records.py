"""Byte strings in a file, found by their position: what a corpus larger than memory is kept in."""

import mmap
import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

import numpy as np

MAGIC = b"mgkdrec1"
FOOTER = struct.Struct("<Q8s")  # how many records, and what such a file ends with


class Records(Sequence[bytes]):
    """Records of a file that `write_records` wrote, mapped into memory and read when asked for.

    Args:
        file: open for reading; it stays open as long as this lives.

    Attributes:
        numbers: [N] uint64, the number that was written with each record.

    Raises:
        ValueError: when the file is another, or was cut off.
    """

    def __init__(self, file: BinaryIO) -> None:
        size = file.seek(0, 2)
        if size < FOOTER.size:
            raise ValueError("the file is no file of records")
        self._file = file
        self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        count, magic = FOOTER.unpack_from(self._map, size - FOOTER.size)
        start = size - FOOTER.size - 16 * count
        if magic != MAGIC or start < 0:
            raise ValueError("the file is no file of records")
        index = np.frombuffer(self._map, "<u8", 2 * count, start)
        self._ends, self.numbers = index[:count], index[count:]

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, position: int) -> bytes:
        position = range(len(self))[position]
        start = int(self._ends[position - 1]) if position else 0
        return self._map[start : int(self._ends[position])]

    def __iter__(self) -> Iterator[bytes]:
        return (self[position] for position in range(len(self)))


def write_records(file: BinaryIO, records: Iterable[tuple[bytes, int]]) -> None:
    """Write records, each with a number that is kept beside it; 16 bytes a record in memory."""
    ends, numbers = array("Q"), array("Q")
    written = 0
    for record, number in records:
        file.write(record)
        written += len(record)
        ends.append(written)
        numbers.append(number)
    for column in (ends, numbers):
        file.write(np.asarray(column, dtype="<u8").tobytes())
    file.write(FOOTER.pack(len(ends), MAGIC))
    file.flush()
