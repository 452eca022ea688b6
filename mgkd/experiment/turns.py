"""One process after the other where several would make the same thing."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mgkd.files import explained_writing

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None

HAS_TURNS = fcntl is not None
"""Whether processes wait for each other here; where not, only one may be at work at a time."""


@contextmanager
def turn(lock: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Only one process is within such a block at a time; the others wait at its beginning.

    A process that ends, however that is, ends its turn. Of the processes of one training the first
    takes the turn for all.

    Args:
        lock: a file, empty and kept, that stands for what is made.
        waiting: called once where another process has the turn.

    Raises:
        UserError: when the file cannot be written.
    """
    if not HAS_TURNS or os.environ.get("LOCAL_RANK", "0") != "0":
        yield
        return
    with explained_writing(lock):
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("ab")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
