"""The files of a store in their folder."""

import time
from contextlib import suppress
from pathlib import Path

from mgkd.files import UNFINISHED

SUFFIX = ".segment"
REMAINS = 24 * 3600  # seconds after which an unfinished file is that of a process that was killed


def segments_in(folder: Path) -> list[Path]:
    """The segments, the oldest first."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def clear_remains(folder: Path) -> None:
    """Remove what processes that were killed while writing have left."""
    for path in folder.glob(f"*{SUFFIX}{UNFINISHED}"):
        with suppress(OSError):
            if time.time() - path.lstat().st_mtime > REMAINS:
                path.unlink()
