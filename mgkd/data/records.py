"""Byte strings in a file, found by their position: what a corpus larger than memory is kept in."""

import mmap
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from mgkd.data.errors import DataError

MAGIC = b"mgkdrec2"
FOOTER = struct.Struct("<QI8s")  # how many records, the index's checksum, how such a file ends
COLUMNS = (("Q", "<u8"), ("Q", "<u8"), ("I", "<u4"))  # ends, numbers, checksums: the index
WIDTH = sum(np.dtype(kind).itemsize for _, kind in COLUMNS)  # bytes a record in the index


class Records(Sequence[bytes]):
    """Records of a file that `write_records` wrote, mapped into memory and read when asked for.

    Each is compared with its checksum whenever it is read, and the index when the file is opened,
    so that a file that was cut off is told at once, and a damaged record before it is used.

    Args:
        file: open for reading; it stays open as long as this lives.
        remedy: what to do about a damaged file, for messages.

    Attributes:
        numbers: [N] uint64, the number that was written with each record.

    Raises:
        DataError: when the file is another, was cut off, or is damaged; a damaged record when it
            is asked for.
    """

    def __init__(self, file: BinaryIO, remedy: str = "delete it, and it is made anew") -> None:
        self._name = file.name if isinstance(file.name, str | Path) else "a file without a name"
        self._remedy = remedy
        self._file = file
        size = file.seek(0, 2)
        if size < FOOTER.size:
            raise self._damage("was cut off, or is no file of records of this version")
        self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        count, checksum, magic = FOOTER.unpack_from(self._map, size - FOOTER.size)
        start = size - FOOTER.size - WIDTH * count
        if magic != MAGIC or start < 0:
            raise self._damage("was cut off, or is no file of records of this version")
        self._ends, self.numbers, self._checksums = self._index(start, count)
        index = memoryview(self._map)[start : start + WIDTH * count]
        if zlib.crc32(index) != checksum or start != (int(self._ends[-1]) if count else 0):
            raise self._damage("is damaged in its index")

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, position: int) -> bytes:
        position = range(len(self))[position]
        start = int(self._ends[position - 1]) if position else 0
        record = self._map[start : int(self._ends[position])]
        if zlib.crc32(record) != self._checksums[position]:
            raise self._damage(f"is damaged in record {position} of {len(self)}")
        return record

    def __iter__(self) -> Iterator[bytes]:
        return (self[position] for position in range(len(self)))

    def _index(self, start: int, count: int) -> Iterator[np.ndarray]:
        for _, kind in COLUMNS:
            yield np.frombuffer(self._map, kind, count, start)
            start += np.dtype(kind).itemsize * count

    def _damage(self, what: str) -> DataError:
        return DataError(f"{self._name} {what}; {self._remedy}")


def write_records(file: BinaryIO, records: Iterable[tuple[bytes, int]]) -> int:
    """Write records, each with a number that is kept beside it; 20 bytes a record in memory.

    Returns:
        How many there were.
    """
    ends, numbers, checksums = (array(code) for code, _ in COLUMNS)
    written = 0
    for record, number in records:
        file.write(record)
        written += len(record)
        ends.append(written)
        numbers.append(number)
        checksums.append(zlib.crc32(record))
    checksum = 0
    for column, (_, kind) in zip((ends, numbers, checksums), COLUMNS, strict=True):
        content = np.asarray(column, dtype=kind).tobytes()
        checksum = zlib.crc32(content, checksum)
        file.write(content)
    file.write(FOOTER.pack(len(ends), checksum, MAGIC))
    file.flush()
    return len(ends)
