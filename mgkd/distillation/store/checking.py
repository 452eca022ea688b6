"""A knowledge store, read from end to end."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mgkd.config import UserError
from mgkd.distillation.store.folder import segments_in
from mgkd.distillation.store.segment import Segment


@dataclass(frozen=True)
class CheckedSegment:
    """path: of the file; sentences: how many it holds; trouble: what is wrong, if anything is."""

    path: Path
    sentences: int
    trouble: str | None


def check_store(folder: Path) -> Iterator[CheckedSegment]:
    """Every file of a store; all its checksums are compared."""
    for path in segments_in(folder):
        try:
            segment = Segment(path)
            for position in range(len(segment)):
                segment.entry(position)
        except UserError as error:
            yield CheckedSegment(path, 0, str(error))
        else:
            yield CheckedSegment(path, len(segment), None)
