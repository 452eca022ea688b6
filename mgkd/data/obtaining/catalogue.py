"""What is known of a published corpus: where it is, under which licence, and what its files are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from mgkd.config import nearest
from mgkd.data.errors import DataError


@dataclass(frozen=True)
class RemoteFile:
    """A file of a corpus as it was published.

    Attributes:
        name: what it is called in the corpus's folder.
        url: where it is downloaded from.
        size: bytes.
        sha256: of its content, 64 hexadecimal digits.
    """

    name: str
    url: str
    size: int
    sha256: str

    def __post_init__(self) -> None:
        _check_name(self.name)


@dataclass(frozen=True)
class OpenCorpus:
    """A corpus that its licence lets everyone download.

    Attributes:
        name: also of its folder.
        licence: its short name.
        licence_url: where the licence's text is.
        attribution: whom to name, and how.
        origin: where it was published, with the version.
        terms: what else is to be known of the licence, such as what it is not of.
    """

    name: str
    title: str
    language: str
    licence: str
    licence_url: str
    attribution: str
    origin: str
    files: tuple[RemoteFile, ...]
    terms: str = ""

    def __post_init__(self) -> None:
        _check_name(self.name)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True)
class ClosedCorpus:
    """A corpus that is under an agreement, or that states no licence: one gets it oneself.

    Attributes:
        name: also of the folder where it is to be put.
        licence: in two or three words.
        obtain: what to get and from whom, in lines of at most 78 characters.
        files: what to put into the folder.
    """

    name: str
    title: str
    language: str
    licence: str
    obtain: str
    files: tuple[str, ...]


Entry = OpenCorpus | ClosedCorpus


def entry_named(name: str, entries: Sequence[Entry]) -> Entry:
    """The entry of that name.

    Raises:
        DataError: when there is none; the nearest names are told.
    """
    by_name = {entry.name: entry for entry in entries}
    if name not in by_name:
        similar = nearest(name, by_name)
        hint = f"nearest: {', '.join(similar)}" if similar else f"there are: {', '.join(by_name)}"
        raise DataError(f"no corpus is called {name}; {hint}")
    return by_name[name]


def _check_name(name: str) -> None:
    """Whatever is written lies in the target folder, so a name may lead nowhere else."""
    if PurePath(name).name != name or "\\" in name or name in ("", ".", ".."):
        raise ValueError(f"{name!r} is not the plain name of a file or folder")
