"""What a segment holds at most, so that little is lost where annotating ends early."""

import time
from collections.abc import Iterator

FLUSH = 4096  # sentences after which a segment is complete
FLUSH_SECONDS = 60  # or the time after which it is


class Portions:
    """Entries from a source that may fail, some at a time.

    Attributes:
        count: how many were taken.
        failure: how the source failed, if it did; then there is nothing more.
    """

    def __init__(self, entries: Iterator[tuple[bytes, int]]) -> None:
        self._entries = entries
        self.count = 0
        self.failure: BaseException | None = None

    def next(self) -> Iterator[tuple[bytes, int]]:
        """As many as make a segment."""
        deadline = time.monotonic() + FLUSH_SECONDS
        try:
            for number, entry in enumerate(self._entries, start=1):
                self.count += 1
                yield entry
                if number == FLUSH or time.monotonic() > deadline:
                    return
        except (Exception, KeyboardInterrupt) as error:
            self.failure = error
