"""Downloading one file: it goes on where it broke off, and appears whole or not at all."""

import os
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from mgkd import __version__
from mgkd.data.errors import DataError
from mgkd.data.obtaining.catalogue import RemoteFile
from mgkd.data.obtaining.checking import flaw_of
from mgkd.files import explained_writing, put_in_place

PART = ".part"
WAITS = (1.0, 3.0)  # seconds before each further attempt
TIMEOUT = 30.0  # seconds without a byte
CHUNK = 1 << 16  # bytes
PASSING = {408, 425, 429, 500, 502, 503, 504}  # HTTP statuses that may be others a moment later
PARTIAL = 206
UNSATISFIABLE = 416

Received = Callable[[int], None]
"""Called with how many bytes of a file are there, those of earlier attempts included."""


class _BrokenOff(Exception):
    """An attempt that failed and might succeed when it is made again."""


def fetch(file: RemoteFile, target: Path, received: Received) -> None:
    """Downloads a file. Until it is whole and right it is called `target` with `.part` behind.

    What an earlier call left there is not downloaded again.

    Raises:
        DataError: when the server does not give the file (what came is kept as `.part`), or gives
            another one (nothing is kept).
        UserError: when it cannot be written; what came is kept as `.part`.
    """
    part = target.with_name(target.name + PART)
    resumed = part.exists()
    _download(file, part, received)
    flaw = flaw_of(part, file)
    if flaw and resumed:  # by what was left there, perhaps
        part.unlink()
        _download(file, part, received)
        flaw = flaw_of(part, file)
    if flaw:
        part.unlink()
        raise DataError(f"{file.url}\nis not the file that is expected, and was not kept:\n{flaw}")
    with explained_writing(target):
        put_in_place(part, target)


def _download(file: RemoteFile, part: Path, received: Received) -> None:
    for wait in (*WAITS, None):
        try:
            return _receive(file, part, received)
        except _BrokenOff as error:
            if wait is None:
                raise DataError(
                    f"{file.url}\ncould not be fetched: {error}\n"
                    f"{_kept(part)}the same command tries again; or get the file elsewhere, and "
                    "name its folder with --from DIR"
                ) from error
            time.sleep(wait)


def _receive(file: RemoteFile, part: Path, received: Received) -> None:
    """One attempt, which adds what is missing to `part`."""
    held = _size(part)
    if held >= file.size:
        return
    with _answer(file, held) as response:
        if response.status != PARTIAL:
            held = 0  # the whole file, whatever was asked for
        elif not response.headers.get("Content-Range", "").startswith(f"bytes {held}-"):
            part.unlink(missing_ok=True)
            raise _BrokenOff("another part of the file was sent than was asked for")
        _check_length(response, held, file)
        with explained_writing(part), part.open("ab" if held else "wb") as out:
            received(held)
            for chunk in _chunks(response, file.size - held):
                out.write(chunk)
                out.flush()
                held += len(chunk)
                received(held)
            os.fsync(out.fileno())
    if held < file.size:
        raise _BrokenOff(f"the connection was cut after {held:,} of {file.size:,} bytes")


def _answer(file: RemoteFile, held: int) -> HTTPResponse:
    """What the server says when asked for the file, or for all but its first `held` bytes."""
    headers = {"User-Agent": f"mgkd/{__version__}"}
    if held:
        headers["Range"] = f"bytes={held}-"
    try:
        return urlopen(Request(file.url, headers=headers), timeout=TIMEOUT)
    except HTTPError as error:
        error.close()
        if error.code == UNSATISFIABLE and held:
            return _answer(file, 0)
        said = f"the server says {error.code} {error.reason}"
        if error.code in PASSING:
            raise _BrokenOff(said) from error
        raise DataError(
            f"{file.url}\ncannot be fetched: {said}\n"
            "If you have the file, or find it elsewhere, name its folder with --from DIR"
        ) from error
    except (OSError, HTTPException) as error:
        raise _BrokenOff(_in_words(error, file)) from error


def _check_length(response: HTTPResponse, held: int, file: RemoteFile) -> None:
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and held + int(announced) != file.size:
        raise DataError(
            f"{file.url}\nis not the file that is expected, and was not fetched: "
            f"{held + int(announced):,} bytes, expected {file.size:,}"
        )


def _chunks(response: HTTPResponse, size: int) -> Iterator[bytes]:
    """What comes, as it comes, and no more than `size` bytes of it."""
    while size:
        try:
            chunk = response.read1(min(CHUNK, size))
        except (OSError, HTTPException) as error:
            raise _BrokenOff(_reason(error)) from error
        if not chunk:
            return
        size -= len(chunk)
        yield chunk


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return f"no answer for {TIMEOUT:g} seconds"
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__


def _in_words(error: Exception, file: RemoteFile) -> str:
    return f"{urlsplit(file.url).hostname} cannot be reached: {_reason(error)}"


def _kept(part: Path) -> str:
    size = _size(part)
    return f"{size:,} bytes are kept in {part}; " if size else ""


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0
