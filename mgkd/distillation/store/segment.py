"""One file of a knowledge store."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import numpy as np

from mgkd.config import UserError
from mgkd.data.records import Records, write_records
from mgkd.distillation.store.entries import Layout
from mgkd.distillation.store.header import Header
from mgkd.files import appearing

REMEDY = "delete this file: what it held is annotated anew when it is next asked for"


class Segment:
    """Entries that were written together, mapped into memory.

    Attributes:
        path: of the file.
        kind: equal for segments that hold the same of the same teacher.
        header: what holds of all entries.
        layout: how they are written.
        keys: [N] uint64, the beginnings of the sentences' fingerprints.

    Raises:
        UserError: when the file was cut off or is damaged, or another version wrote it.
        FileNotFoundError: when there is none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._records = Records(path.open("rb"), REMEDY)
        try:
            self.kind = self._records[0]
            self.header = Header.read(self.kind)
        except (ValueError, IndexError) as error:
            what = str(error) if isinstance(error, ValueError) else "holds nothing"
            raise UserError(f"{path} {what}; {REMEDY}") from error
        self.layout = Layout(self.header)
        self.keys = self._records.numbers[1:]

    def __len__(self) -> int:
        return len(self.keys)

    def entry(self, position: int) -> bytes:
        """The entry at a position.

        Raises:
            UserError: when it is damaged.
        """
        return self._records[1 + position]

    def __repr__(self) -> str:
        return f"Segment({self.path})"


def write_segment(path: Path, header: Header, entries: Iterable[tuple[bytes, int]]) -> int:
    """Write entries, which are taken one by one, with their keys; the file appears whole or not.

    Returns:
        How many there were.

    Raises:
        UserError: when it cannot be written.
    """
    with appearing(path) as file:
        return write_records(file, chain([(header.written(), 0)], entries)) - 1


def keys_of(segments: Iterable[Segment]) -> np.ndarray:
    """[N] uint64: those of several segments, one behind the other."""
    return np.concatenate([np.zeros(0, np.uint64), *(segment.keys for segment in segments)])
