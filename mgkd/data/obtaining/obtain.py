"""Bringing the files of an open corpus into its folder."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from mgkd.data.errors import DataError
from mgkd.data.obtaining.catalogue import OpenCorpus, RemoteFile
from mgkd.data.obtaining.checking import flaw_of
from mgkd.data.obtaining.fetching import fetch
from mgkd.files import explained_writing, write_file

Progress = Callable[[RemoteFile, int], None]
"""Called with a file and how many of its bytes are there."""


def obtain(
    corpus: OpenCorpus,
    folder: Path,
    progress: Progress,
    *,
    source: Path | None = None,
    replace: bool = False,
) -> list[RemoteFile]:
    """Brings every file that is missing into the folder, and says which; the others are right.

    Args:
        folder: is made; nothing is written outside it.
        source: a folder that the files are copied from, theirs or one that holds a folder of the
            corpus's name; nothing is downloaded then.
        replace: whether files that are there and differ from the published ones are replaced.

    Raises:
        DataError: when files are there and differ, or cannot be got; each file that came is whole.
        UserError: when a file cannot be written.
    """
    with explained_writing(folder):
        wanted = _wanted(corpus, folder, replace)
        folder.mkdir(parents=True, exist_ok=True)
    for file in corpus.files:
        progress(file, 0 if file in wanted else file.size)
    if source is None:
        for file in wanted:
            fetch(file, folder / file.name, partial(progress, file))
    else:
        _copy(_found(wanted, [source / corpus.name, source]), folder, progress)
    return wanted


def _wanted(corpus: OpenCorpus, folder: Path, replace: bool) -> list[RemoteFile]:
    """The files that are to be brought: what is missing, and what differs if it is replaced."""
    wanted, differing = [], []
    for file in corpus.files:
        path = folder / file.name
        if path.is_dir():
            raise DataError(f"{path} is a folder where a file should be; move it away")
        flaw = flaw_of(path, file) if path.exists() else None
        if flaw:
            differing.append(_told(path, flaw))
        if flaw or not path.exists():
            wanted.append(file)
    if differing and not replace:
        raise DataError(
            "\n".join(
                [
                    "these files are there and are not those of the corpus:",
                    *differing,
                    "Choose another place with --into DIR, or replace them with --force",
                ]
            )
        )
    return wanted


def _found(files: Sequence[RemoteFile], places: Sequence[Path]) -> dict[RemoteFile, Path]:
    """Where each file is, in the first of the places that has it; all of them or an error."""
    found, troubles = {}, []
    for file in files:
        paths = [place / file.name for place in places if (place / file.name).is_file()]
        flaw = flaw_of(paths[0], file) if paths else None
        if not paths:
            troubles.append(f"no {file.name} in {places[-1]}")
        elif flaw:
            troubles.append(_told(paths[0], flaw))
        else:
            found[file] = paths[0]
    if troubles:
        raise DataError("\n".join(["nothing was copied:", *troubles]))
    return found


def _copy(found: dict[RemoteFile, Path], folder: Path, progress: Progress) -> None:
    for file, path in found.items():
        write_file(folder / file.name, path.read_bytes())
        progress(file, file.size)


def _told(path: Path, flaw: str) -> str:
    return "\n  ".join([f"{path}:", *flaw.splitlines()])
