"""Long piece sequences cut into overlapping windows, so that nothing is truncated."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """Pieces [start, end) are read together; [keep_start, keep_end) are taken from this reading.

    The kept ranges of all windows of a sequence are disjoint and cover it.
    """

    start: int
    end: int
    keep_start: int
    keep_end: int


def windows(length: int, capacity: int, overlap: int) -> Iterator[Window]:
    """Windows of at most `capacity` pieces, neighbours sharing at least `overlap` of them.

    In a shared stretch each piece is kept from the window in which it lies farther from the
    edge, where it has more context. A sequence within the capacity is one window.

    Raises:
        ValueError: when the overlap leaves no room to move on.
    """
    if not 0 <= overlap < capacity:
        raise ValueError(f"an overlap of {overlap} does not fit windows of {capacity} pieces")
    starts = list(range(0, max(length - overlap, 1), capacity - overlap))
    starts = [min(start, max(length - capacity, 0)) for start in starts]
    ends = [min(start + capacity, length) for start in starts]
    cuts = [(end + start) // 2 for end, start in zip(ends, starts[1:], strict=False)]
    for start, end, keep_start, keep_end in zip(
        starts, ends, [0, *cuts], [*cuts, length], strict=True
    ):
        yield Window(start, end, keep_start, keep_end)
