"""What a reader promises, and what all readers share: lines, policy, report."""

import gzip
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Literal, NoReturn

from mgkd.config import Registry, nearest
from mgkd.data.errors import DataError
from mgkd.data.readers.report import ReadReport
from mgkd.data.sentence import Sentence, Span

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
GZIPPED = b"\x1f\x8b"  # how such a file begins; UTF-8 text never does
UTF_16 = "the file is in UTF-16", "Convert it, for example with iconv -f UTF-16 -t UTF-8"
PACKED = "the file is packed", "Unpack it; of packed files only those of gzip are read"
NOT_UTF_8 = {  # how files begin that hold no UTF-8 text, what they are, and what to do
    b"\xff\xfe": UTF_16,
    b"\xfe\xff": UTF_16,
    GZIPPED: ("the file is gzipped twice", "Unpack it once"),
    b"\xfd7zXZ": PACKED,
    b"BZh": PACKED,
    b"\x28\xb5\x2f\xfd": PACKED,
    b"PK\x03\x04": ("the file is a zip archive or a workbook", "Unpack it, or save it as text"),
}

OnProblem = Literal["raise", "repair"]


class Reader(ABC):
    """Streams the sentences of a file.

    Problems that have an obvious repair are errors under the policy "raise" and are repaired and
    counted in `report` under the policy "repair"; any other problem is always an error.
    """

    def __init__(self, on_problem: OnProblem = "raise") -> None:
        self.on_problem = on_problem
        self.report = ReadReport()

    @classmethod
    def trouble_with(cls, path: Path) -> str | None:
        """What to say of a path that it cannot read, before reading; None when it seems fine."""
        return trouble_with(path)

    def read(self, path: Path) -> Iterator[Sentence]:
        """The sentences of the file in order, read as they are asked for.

        Raises:
            DataError: while iterating, naming file and line.
        """
        path = Path(path)
        self.report.begin(path)
        return self.read_lines(path, self.lines(path))

    @abstractmethod
    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        """Sentences from numbered lines, which come without their line ends."""

    def lines(self, path: Path) -> Iterator[tuple[int, str]]:
        """Numbered lines of a UTF-8 file, gzipped or not, without line ends and byte-order mark.

        Only LF and CR LF end a line: what else Unicode counts as line ends occurs as a token. A
        file of several lines that end in CR alone is refused.
        """
        for number, line in enumerate(raw_lines(path), start=1):
            content = line.removesuffix(b"\n").removesuffix(b"\r")
            if number == 1 and content.startswith(BYTE_ORDER_MARK):
                content = content.removeprefix(BYTE_ORDER_MARK)
                self.note(path, number, "byte-order mark, left out")
            text = self._decoded(path, number, content)
            if number == 1 and "\r" in text and not line.endswith(b"\n"):
                remedy = "Convert them, for example with tr '\\r' '\\n'"
                self.fail(path, number, "the lines of this file end in CR without LF", remedy)
            yield number, text

    def note(self, path: Path, line: int, kind: str) -> None:
        """Count a feature of the file that sentences do not carry."""
        self.report.add(path, f"{path}:{line}", kind)

    def problem(self, path: Path, line: int, what: str, repair: str, remedy: str = "") -> None:
        """A problem that can be repaired: an error, or counted, by policy.

        Args:
            what: what is wrong, in detail. repair: what is done, the same words every time.
            remedy: what the user may do about it; in the error only.
        """
        if self.on_problem == "raise":
            advice = f"{remedy}, or set" if remedy else "Set"
            self.fail(path, line, what, f'{advice} on_problem to "repair": then {repair}')
        self.report.add(path, f"{path}:{line}", repair, what, repaired=True)

    def fail(self, path: Path, line: int, what: str, remedy: str = "") -> NoReturn:
        """A problem that cannot be repaired."""
        raise DataError(f"{path}:{line}: {what}" + (f"\n{remedy}" if remedy else ""))

    def sentence(
        self,
        path: Path,
        line: int,
        tokens: list[str],
        spans: list[Span] | None,
        id: str | None = None,
    ) -> Sentence:
        """A sentence with its source; what a sentence cannot be is a DataError."""
        try:
            entities = None if spans is None else tuple(spans)
            return Sentence(tuple(tokens), entities, source=f"{path}:{line}", id=id)
        except ValueError as error:
            raise DataError(str(error)) from error

    def _decoded(self, path: Path, number: int, content: bytes) -> str:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            if number == 1:
                for beginning, (what, remedy) in NOT_UTF_8.items():
                    if content.startswith(beginning):
                        self.fail(path, number, what, remedy)
            wrong = content[error.start]
            self.problem(
                path,
                number,
                f"byte {error.start + 1} of the line, 0x{wrong:02x}, is not UTF-8",
                "bytes that are not UTF-8 become U+FFFD",
                "Convert the file, for example with iconv -t UTF-8",
            )
            return content.decode("utf-8", errors="replace")


def raw_lines(path: Path) -> Iterator[bytes]:
    """Lines with their ends; of the content where the file is gzipped, whatever its name.

    Raises:
        DataError: when there is no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            zipped = file.peek(len(GZIPPED)).startswith(GZIPPED)  # a pipe cannot be read twice
            with gzip.open(file) if zipped else nullcontext(file) as content:
                yield from content
    except FileNotFoundError as error:
        raise DataError(missing_file(path)) from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"{path}: the gzipped file is damaged or cut off: {error}") from error
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from error


readers: Registry[Reader] = Registry("readers", noun="reader", base=Reader)


def trouble_with(path: Path) -> str | None:
    """What to say of a path that should be that of a file; None when it is."""
    try:
        if path.is_file():
            return None
        if path.is_dir():
            return f"{path} is a folder, not a file"
        if path.exists():
            return f"{path} is no regular file, and can be read only once"
        return missing_file(path)
    except OSError as error:
        return f"{path}: cannot be read: {error.strerror}"


def missing_file(path: Path) -> str:
    """What to say of a file that is not there, with the nearest names that are."""
    folder = path.parent
    if not folder.is_dir():
        return f"no such file: {path} (there is no folder {folder} either)"
    if path.is_symlink():
        return f"{path} is a link to {path.readlink()}, where there is no file"
    near = nearest(path.name, [entry.name for entry in folder.iterdir()])
    return f"no such file: {path}" + (f"; nearest in its folder: {', '.join(near)}" if near else "")
