"""The files of OntoNotes 5, which stand in folders below folders."""

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from mgkd.data.errors import DataError

SKELETON = (
    "The words come with OntoNotes 5 from the LDC; put them in with the script skeleton2conll of "
    "the shared task"
)


def documents_below(folder: Path, end: str) -> list[Path]:
    """The files below a folder whose names end so, in the order of their paths.

    Raises:
        DataError: when there is none, a document stands there twice, or a folder cannot be read.
    """
    try:
        files = sorted(_files(folder, end))
    except OSError as error:
        raise DataError(f"{folder}: cannot be read: {error.strerror}") from error
    if not files:
        raise DataError(_no_files(folder, end))
    for one, other in pairwise(files):
        if one.with_suffix("") == other.with_suffix(""):
            remedy = 'Say more of the end of the names in files, such as "v4_gold_conll"'
            raise DataError(f"{one} and {other.name} are one document twice\n{remedy}")
    return files


def trouble_below(folder: Path, end: str) -> str | None:
    """What to say of a folder without such files; None when there are some."""
    try:
        return None if any(_files(folder, end)) else _no_files(folder, end)
    except OSError as error:
        return f"{folder}: cannot be read: {error.strerror}"


def _files(folder: Path, end: str) -> Iterator[Path]:
    """The files below a folder whose names end so; OSError where one cannot be looked into."""

    def fail(error: OSError) -> None:
        raise error

    for place, _, names in os.walk(folder, onerror=fail):
        yield from (Path(place) / name for name in names if name.endswith(end))


def _no_files(folder: Path, end: str) -> str:
    what = f"{folder}: there is no file below it whose name ends in {end}"
    others = sorted({file.name.rpartition(".")[2] for file in _files(folder, "")})
    if any(other.endswith("_skel") for other in others):
        return f"{what}, but there are skeletons. {SKELETON}"
    return what + (f"; there are names that end in {', '.join(others[:5])}" if others else "")
