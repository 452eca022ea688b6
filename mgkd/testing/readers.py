"""Does a reader keep its promises?"""

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory

from mgkd.data import DataError, Reader, ReadReport, Sentence
from mgkd.testing.doing import Doing
from mgkd.testing.round_trips import check_round_trip

MANY_LINES = 2000  # of a file that is long enough to tell whether it is read at once
MARK = b"\xef\xbb\xbf"  # the byte-order mark
NOT_UTF8 = b"\xff\xfe"


def check_reader(
    reader: Reader,
    file: str | PathLike[str],
    *,
    write: Callable[[Path, Sequence[Sentence]], object] | None = None,
    repeat: Callable[[bytes, int], bytes] | None = None,
) -> None:
    """Read a file, and copies of it that are longer or damaged.

    A reader must

    - give sentences, each with a source that names file and line;
    - read the same twice, and report it once;
    - give sentences that can be written and read again;
    - give the first sentence before it has read the lines of the last;
    - under the policy "raise", name file and line of what is not UTF-8;
    - name the nearest file where the one asked for is missing;
    - read the same where lines end in CR LF and the file begins with a byte-order mark.

    The reader itself is left as it was: copies of it read. This is for readers of lines; one that
    opens its files otherwise, folders for instance, needs tests of its own.

    Args:
        file: UTF-8 text in the reader's format, without anything that the policy "raise" refuses.
        write: writes sentences to a path so that the reader reads them again; unless given, a
            writer that needs no arguments does, of the reader's format or else of JSON lines.
        repeat: the content of the file so many times over, as a file in its format; unless given,
            copies are put together with blank lines between them.

    Raises:
        AssertionError: naming the promise that is broken, and the place.
    """
    file = Path(file)
    reading = _read(reader, file, f"reading {file}")
    _check_sources(reading, file)
    _check_repetition(reader, file, reading)
    content = file.read_bytes().removeprefix(MARK).replace(b"\r\n", b"\n")
    with TemporaryDirectory() as folder:
        check_round_trip(_fresh(reader), reading.sentences, Path(folder) / "written.txt", write)
        place = Path(folder) / f"sample{file.suffix}"
        _check_streaming(reader, place, content, repeat or _with_blank_lines)
        _check_line_ends(reader, place, content, reading)
        _check_damage(reader, place, content)
        _check_missing(reader, place)


@dataclass(frozen=True)
class _Reading:
    """sentences: in order; lines: of their sources, in digits; report: what was met besides."""

    sentences: list[Sentence]
    lines: list[str]
    report: str


def _fresh(reader: Reader) -> Reader:
    """A copy that reports for itself."""
    twin = copy.copy(reader)
    twin.report = ReadReport()
    return twin


def _read(reader: Reader, path: Path, what: str) -> _Reading:
    """What a fresh copy of the reader reads."""
    twin = _fresh(reader)
    with Doing(what):
        sentences = list(twin.read(path))
    for found in sentences:
        assert isinstance(found, Sentence), f"{what}: {found!r} is no Sentence"
    lines = [(sentence.source or "").removeprefix(f"{path}:") for sentence in sentences]
    return _Reading(sentences, lines, str(twin.report))


def _check_sources(reading: _Reading, file: Path) -> None:
    assert reading.sentences, f"reading {file}: gives no sentence"
    count = file.read_bytes().count(b"\n") + 1
    for sentence, line in zip(reading.sentences, reading.lines, strict=True):
        assert line.isdecimal() and 1 <= int(line) <= count, (
            f"reading {file}: a sentence has the source {sentence.source!r}; it should be "
            f"'{file}:LINE', with one of the {count} lines, counted from 1"
        )


def _check_repetition(reader: Reader, file: Path, first: _Reading) -> None:
    twin = _fresh(reader)
    with Doing(f"reading {file} twice with one reader"):
        _, second = list(twin.read(file)), list(twin.read(file))
    assert second == first.sentences, f"reading {file} twice gives other sentences"
    assert str(twin.report) == first.report, (
        f"reading {file} twice changes the report from {first.report!r} to {str(twin.report)!r}; "
        "`ReadReport.begin` forgets what earlier readings of a file found"
    )


def _with_blank_lines(content: bytes, copies: int) -> bytes:
    return b"\n".join([content if content.endswith(b"\n") else content + b"\n"] * copies)


def _check_streaming(
    reader: Reader, place: Path, content: bytes, repeat: Callable[[bytes, int], bytes]
) -> None:
    copies = 2 + MANY_LINES // max(1, content.count(b"\n"))
    place.write_bytes(repeat(content, copies))
    twin, taken = _fresh(reader), 0
    original = twin.lines

    def counted(path: Path) -> Iterator[tuple[int, str]]:
        nonlocal taken
        for line in original(path):
            taken += 1
            yield line

    twin.lines = counted
    with Doing(f"reading the first sentence of {copies} copies of the file"):
        next(iter(twin.read(place)))
    total = place.read_bytes().count(b"\n")
    assert taken, "the reader takes no line from `Reader.lines`, so whether it streams is not seen"
    assert taken < total, (
        f"the reader does not stream: it takes all {total} lines of {copies} copies of the file "
        "before it gives the first sentence"
    )


def _check_line_ends(reader: Reader, place: Path, content: bytes, expected: _Reading) -> None:
    for change, changed in (
        ("lines end in CR LF", content.replace(b"\n", b"\r\n")),
        ("the file begins with a byte-order mark", MARK + content),
    ):
        place.write_bytes(changed)
        found = _read(reader, place, f"reading a copy where {change}")
        pairs = zip(expected.sentences, found.sentences, strict=False)
        differing = next((f"{a} became {b}" for a, b in pairs if a != b), "their number")
        assert found.sentences == expected.sentences, (
            f"the sentences are others where {change}: {differing}"
        )
        assert found.lines == expected.lines, (
            f"where {change}, sentences are found in the lines {', '.join(found.lines)} and not "
            f"in {', '.join(expected.lines)}"
        )


def _check_damage(reader: Reader, place: Path, content: bytes) -> None:
    lines = content.split(b"\n")
    middle = len(lines) // 2
    place.write_bytes(b"\n".join([*lines[:middle], NOT_UTF8, *lines[middle:]]))
    twin = _fresh(reader)
    twin.on_problem = "raise"
    what = f"line {middle + 1} that is not UTF-8, under the policy 'raise',"
    said = _refusal(twin, place, what)
    assert f"{place}:{middle + 1}" in said, (
        f"{what} gives a DataError that does not name {place}:{middle + 1}: {said}"
    )


def _check_missing(reader: Reader, place: Path) -> None:
    wrong = place.with_name(f"smaple{place.suffix}")
    said = _refusal(_fresh(reader), wrong, "a missing file")
    for name in (wrong.name, place.name):
        assert name in said, (
            f"{wrong} is missing and {place.name} is beside it; the DataError does not name "
            f"{name}: {said}"
        )


def _refusal(reader: Reader, path: Path, what: str) -> str:
    """What the DataError says that reading gives."""
    with Doing(f"reading {what}"):
        try:
            list(reader.read(path))
        except DataError as error:
            return str(error)
    raise AssertionError(f"{what} gives no DataError")
