"""OntoNotes 5 in the layout of the CoNLL-2012 shared task."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mgkd.config import Arguments, Problem, obey
from mgkd.data.characters import in_characters
from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.readers.brackets import Brackets
from mgkd.data.readers.conll import columns_of, is_blank
from mgkd.data.readers.conll2012_folders import SKELETON, documents_below, trouble_below
from mgkd.data.readers.tags import OnIllegal, TagPolicy
from mgkd.data.sentence import Sentence

NAMES_END = "_conll"
NAMELESS = "-"  # the document of sentences that belong to none
DOCUMENT, PART, NUMBER, WORD, ENTITY = 0, 1, 2, 3, 10
FEWEST = 12  # columns; those of the predicates stand between the entity and the coreference
BEGIN = re.compile(r"#begin document \((?P<document>[^ \t]+)\); part (?P<part>[0-9]+)[ \t]*")
END = re.compile(r"#end document\b.*", re.DOTALL)
ESCAPES = {"/.": ".", "/?": "?", "/-": "-", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
ESCAPES |= {"-LCB-": "{", "-RCB-": "}"}
REMEDY = (
    'Correct the brackets, or set on_illegal: "repair" ends an entity that nothing closes before '
    'the next one or with the sentence; "strict" leaves such entities out'
)


@dataclass
class _Rows:
    """What was read of a sentence."""

    tokens: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    width: int = 0


@dataclass
class _Document:
    """The document being read, a part of one; `count` is of its sentences."""

    name: str
    part: str
    line: int
    count: int = 0

    def next_id(self) -> str | None:
        number = self.count
        self.count += 1
        return None if self.name == NAMELESS else f"{self.name}/{self.part}/{number}"


def names_end_as_they_do(config: Arguments) -> Iterator[Problem]:
    if not config["files"].endswith(NAMES_END):
        yield config.problem("files", 'is the end of file names, such as "v4_gold_conll"')


@readers.register("conll2012")
class Conll2012Reader(Reader):
    """OntoNotes 5 as in CoNLL-2012: a file, or a folder with all that are below it.

    A split is a folder, such as data/train/data/english. Its files are read in the order of their
    paths, and linked folders in it are not followed. Columns are parted by spaces: document, part,
    number of the word, word, ..., named entities (the eleventh), ..., coreference. The id of a
    sentence is document/part/number, counted from 0 in each part.

    Where nobody annotated names, as in the New Testament (pt), these files have `*` all the same:
    choose the folders that have names.

    Args:
        files: how the names of files in a folder end: "gold_conll" for both v4_gold_conll and
            gold_conll, "auto_conll" for files whose other columns come from a machine.
        unescape: whether /. /? /- and -LRB- and its like become the characters they stand for;
            they are counted.
        on_illegal: what becomes of brackets that do not match: an "error"; "repair" ends an entity
            that nothing closes before the next one or with the sentence; "strict" leaves it out. A
            bracket that closes nothing is passed over by both. Both count.
        split_characters: make every character a token, for Chinese.
        on_problem: "raise", or "repair" and count: words or documents that are not where they are
            due, lines with another number of columns, bytes that are not UTF-8.

    Raises:
        ValueError: when `files` cannot be the end of such names.
    """

    rules = (names_end_as_they_do,)

    def __init__(
        self,
        files: str = "gold_conll",
        unescape: bool = False,
        on_illegal: OnIllegal = "error",
        split_characters: bool = False,
        on_problem: OnProblem = "raise",
    ) -> None:
        super().__init__(on_problem)
        obey(self.rules, files=files)
        self.files = files
        self.unescape = unescape
        self.tags = TagPolicy(Brackets(), on_illegal, REMEDY, "Are there eleven columns before it?")
        self.split_characters = split_characters

    @classmethod
    def trouble_with(cls, path: Path) -> str | None:
        path = Path(path)
        if not path.is_dir():
            return super().trouble_with(path)
        return trouble_below(path, NAMES_END)

    def read(self, path: Path) -> Iterator[Sentence]:
        """The sentences of a file, or of a folder file by file; see `Reader.read`."""
        path = Path(path)
        if not path.is_dir():
            return super().read(path)
        self.report.begin(path)
        return self._read_folder(path)

    def _read_folder(self, folder: Path) -> Iterator[Sentence]:
        for file in documents_below(folder, self.files):
            yield from self.read_lines(file, self.lines(file))

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        document: _Document | None = None
        rows = _Rows()
        number = 0
        for number, line in lines:
            if line.startswith("#begin document") or END.fullmatch(line) or is_blank(line):
                yield from self._sentence(path, rows, document)
                rows = _Rows()
                if not is_blank(line):
                    document = self._turn(path, number, line, document)
            else:
                self._row(path, number, line, rows, document)
        yield from self._sentence(path, rows, document)
        if document:
            self._check_closed(path, number, document)

    def _turn(
        self, path: Path, number: int, line: str, document: _Document | None
    ) -> _Document | None:
        """The document that is open after a line that begins or ends one."""
        if END.fullmatch(line):
            if document is None:
                self.problem(
                    path,
                    number,
                    "a document ends that has not begun",
                    "the end of a document that has not begun is passed over",
                )
            return None
        if document:
            self._check_closed(path, number, document)
        begin = BEGIN.fullmatch(line)
        if not begin:
            self.fail(path, number, f"{line!r}", "It should be: #begin document (NAME); part 000")
        return _Document(begin["document"], begin["part"].lstrip("0") or "0", number)

    def _check_closed(self, path: Path, number: int, document: _Document) -> None:
        self.problem(
            path,
            number,
            f"no #end document of {document.name}, which begins in line {document.line}",
            "a document without an end is read all the same",
            "Is the file cut off? Add the line",
        )

    def _row(
        self, path: Path, number: int, line: str, rows: _Rows, document: _Document | None
    ) -> None:
        columns = columns_of(line, None)
        if len(columns) < FEWEST:
            self.fail(
                path,
                number,
                f"{len(columns)} column(s), where CoNLL-2012 has at least {FEWEST}",
                "Read token and tag columns with the reader conll",
            )
        if columns[WORD] == "[WORD]":
            self.fail(
                path,
                number,
                "[WORD] stands for the word: this is a skeleton, as it is distributed",
                SKELETON,
            )
        if document is None:
            self.fail(path, number, "no #begin document before this line", "Is the file cut?")
        self._check_place(path, number, columns, rows, document)
        rows.tokens.append(self._word(path, number, columns[WORD]))
        rows.cells.append(columns[ENTITY])
        rows.lines.append(number)

    def _check_place(
        self, path: Path, number: int, columns: list[str], rows: _Rows, document: _Document
    ) -> None:
        part = columns[PART].lstrip("0") or "0"
        if (columns[DOCUMENT], part) != (document.name, document.part):
            self.problem(
                path,
                number,
                f"document {columns[DOCUMENT]}, part {part}, within {document.name}, "
                f"part {document.part}",
                "a line of another document is read as one of this",
            )
        if columns[NUMBER] != str(len(rows.tokens)):
            self.problem(
                path,
                number,
                f"word {columns[NUMBER]}, where {len(rows.tokens)} is due",
                "a word with another number is read all the same",
                "Is a line missing, or the blank line between two sentences?",
            )
        rows.width = rows.width or len(columns)
        if len(columns) != rows.width:
            self.problem(
                path,
                number,
                f"{len(columns)} columns, where the first line of the sentence has {rows.width}",
                "a line with another number of columns is read all the same",
            )

    def _word(self, path: Path, number: int, word: str) -> str:
        if not self.unescape or word not in ESCAPES:
            return word
        self.note(path, number, "escaped token, such as /. or -LRB-, unescaped")
        return ESCAPES[word]

    def _sentence(self, path: Path, rows: _Rows, document: _Document | None) -> Iterator[Sentence]:
        if not rows.tokens:
            return
        spans = self.tags.spans(self, path, rows.lines, rows.cells)
        sentence = self.sentence(path, rows.lines[0], rows.tokens, spans, document.next_id())
        yield in_characters(sentence) if self.split_characters else sentence
