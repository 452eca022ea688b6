"""Files that are there whole or not at all."""

import errno
import gzip
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from mgkd.config.errors import UserError

NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
UNFINISHED = ".unfinished"


def write_file(path: Path, content: bytes) -> None:
    """Writes a file, or replaces it, in one stroke; its folder is made.

    Raises:
        UserError: when it cannot be written; what was there before is still there.
    """
    temporary = path.with_name(path.name + UNFINISHED)
    with explained_writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_through(temporary, content)
            put_in_place(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def appearing(path: Path) -> Iterator[BinaryIO]:
    """A file to be written piece by piece, gzipped where its name ends in .gz.

    It appears whole when the block ends, and not at all when an error ends it; its folder is made.

    Raises:
        UserError: when it cannot be written; what was there before is still there.
    """
    temporary = path.with_name(path.name + UNFINISHED)
    with explained_writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as raw:
                if path.suffix == ".gz":
                    # Without name and time, so that the same content gives the same file.
                    with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
                        yield file
                else:
                    yield raw
                raw.flush()
                os.fsync(raw.fileno())
            put_in_place(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """`write_file` of a text, in UTF-8."""
    write_file(path, text.encode("utf-8"))


def write_json(path: Path, content: Any) -> None:
    """`write_text` of plain values as JSON."""
    write_text(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def read_json(path: Path) -> Any:
    """What `write_json` wrote."""
    return json.loads(path.read_text(encoding="utf-8"))


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Writes a new folder with these files in one stroke; its parents are made.

    Raises:
        UserError: when it cannot be written; nothing of it is there then.
        FileExistsError: when there is such a folder.
    """
    with appearing_folder(path) as folder:
        for name, content in files.items():
            _write_through(folder / name, content)


@contextmanager
def appearing_folder(path: Path) -> Iterator[Path]:
    """An empty folder to be filled.

    It appears when the block ends, and not at all when an error ends it; its parents are made.

    Raises:
        UserError: when it cannot be written.
        FileExistsError: when there is such a folder.
    """
    if path.exists():
        raise FileExistsError(path)
    temporary = path.with_name(path.name + UNFINISHED)
    with explained_writing(path):
        shutil.rmtree(temporary, ignore_errors=True)  # left by a run that was killed while writing
        try:
            temporary.mkdir(parents=True)
            yield temporary
            _settle(temporary)
            put_in_place(temporary, path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def explained_writing(path: Path) -> Iterator[None]:
    """Tells an error of the file system as a UserError about this path, with a remedy."""
    try:
        yield
    except OSError as error:
        remedy = (
            "free some space on that disk and resume"
            if error.errno in NO_SPACE
            else "make that place writable and resume"
        )
        raise UserError(
            f"{path}: cannot be written: {error.strerror or error}; {remedy}: "
            "what was saved there before is intact"
        ) from error


def put_in_place(temporary: Path, path: Path) -> None:
    """Gives what is written its final name, in one stroke and for good."""
    os.replace(temporary, path)
    _settle(path.parent)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Makes renames in a folder outlast a power cut, where folders can be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
