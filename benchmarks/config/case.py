"""One mistake as the user of one tool makes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True)
class Change:
    """What stands in a right file and what the mistake puts in its place.

    Attributes:
        file: a name in the tool's folder.
        old: a text that the right file has exactly once.
        new: what is there instead.
    """

    file: str
    old: str
    new: str

    def apply(self, text: str) -> str:
        """The file with the mistake.

        Raises:
            ValueError: when the right file has the text never or several times.
        """
        if text.count(self.old) != 1:
            raise ValueError(f"{self.file} has {self.old!r} {text.count(self.old)} times, not once")
        return text.replace(self.old, self.new)

    def lines(self, text: str) -> range:
        """The numbers of the lines, in the file with the mistake, that it stands in."""
        first = text[: text.index(self.old)].count("\n") + 1
        return range(first, first + self.new.rstrip("\n").count("\n") + 1)


@dataclass(frozen=True)
class Place:
    """Where a mistake is, for what a user is told to be compared with.

    Attributes:
        path: keys and indices from the top of the config; empty for what stands at none.
        word: what tells the place in part; the last key unless given.
        lines: files, and lines in them, that tell the place as well as the path does.
    """

    path: tuple[str | int, ...]
    word: str = ""
    lines: tuple[tuple[str, int], ...] = ()

    @property
    def part(self) -> str:
        keys = [key for key in self.path if isinstance(key, str)]
        return self.word or (keys[-1] if keys else "")


@dataclass(frozen=True)
class Case:
    """A mistake in the files or the arguments of one tool.

    Attributes:
        changes: to the right files.
        at: the places of the mistakes, without lines; one unless several are made.
        arguments: what the command line has beyond the right one.
        remedy: the right name, which the files with the mistake do not show anywhere.
        others: further names that would be accepted there.
    """

    changes: tuple[Change, ...]
    at: tuple[Place, ...]
    arguments: tuple[str, ...] = ()
    remedy: str = ""
    others: tuple[str, ...] = ()

    def files(self, right: Mapping[str, str]) -> dict[str, str]:
        """The tool's files with the mistake in them."""
        files = dict(right)
        for change in self.changes:
            files[change.file] = change.apply(files[change.file])
        return files

    def places(self, right: Mapping[str, str]) -> tuple[Place, ...]:
        """Each place with the lines of its change; all lines where there is one place only."""
        lines: list[list[tuple[str, int]]] = []
        files = dict(right)
        for change in self.changes:
            lines.append([(change.file, n) for n in change.lines(files[change.file])])
            files[change.file] = change.apply(files[change.file])
        if len(self.at) == 1:
            lines = [list(chain.from_iterable(lines))]
        pairs = zip(self.at, lines, strict=True)
        return tuple(Place(place.path, place.word, tuple(found)) for place, found in pairs)


@dataclass(frozen=True)
class NoSuchThing:
    """Why a mistake cannot be made with a tool."""

    reason: str
