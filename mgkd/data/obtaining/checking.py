"""Whether a file is the one that was published."""

import hashlib
from pathlib import Path

from mgkd.data.errors import DataError
from mgkd.data.obtaining.catalogue import RemoteFile


def flaw_of(path: Path, published: RemoteFile) -> str | None:
    """How a file differs from the published one; None when it does not.

    Raises:
        DataError: when it cannot be read.
    """
    try:
        size = path.stat().st_size
        if size != published.size:
            return f"{size:,} bytes, expected {published.size:,}"
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from error
    if digest != published.sha256:
        return f"sha256   {digest}\nexpected {published.sha256}"
    return None
