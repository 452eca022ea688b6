"""Token and tag columns, one token a line, blank lines between sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mgkd.config import Arguments, Problem, obey
from mgkd.data.characters import in_characters
from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.readers.positions import PositionSuffix
from mgkd.data.readers.tags import OnIllegal, TagPolicy
from mgkd.data.schemes import SchemeName, scheme_named
from mgkd.data.sentence import Sentence

DOCUMENT_START = "-DOCSTART-"
BLANKS = (" ", "\t")
SHOWN = 40  # characters of a line


@dataclass
class _Rows:
    """The rows of the sentence being read."""

    tokens: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def columns_differ(config: Arguments) -> Iterator[Problem]:
    if config["token_column"] == config["tag_column"]:
        yield config.problem("tag_column", "is the token_column as well; it is another, or null")


def separators_are_not_empty(config: Arguments) -> Iterator[Problem]:
    for name in ("separator", "comment_prefix"):
        if config[name] == "":
            yield config.problem(name, "may be null but not empty")


def comments_are_told_apart(config: Arguments) -> Iterator[Problem]:
    if config["comment_prefix"] is not None and config["separator"] is None:
        yield config.problem(
            "comment_prefix",
            "needs an explicit separator, such as a tab: a comment is told from a token that "
            "begins alike by having no separator",
        )


@readers.register("conll")
class ConllReader(Reader):
    """CoNLL-style columns: CoNLL-2002, CoNLL-2003, WNUT-17, character-level Chinese, their like.

        Nora NNP B-PER
        left VBD O

    Blank lines and lines whose first column is -DOCSTART- part sentences. A line of nothing but
    spaces and tabs is blank.

    Where `separator` is a space or a tab, a line that begins with two of them has the separator
    itself as its first column: of "  O", the token is a space. With one, the token is missing,
    which is an error. Every other separator parts columns, so that tokens that hold it need
    another one.

    Args:
        token_column: the token's column, from 0; negative numbers count from the end.
        tag_column: the tag's column; null for files without tags.
        separator: what parts columns, such as a tab; null for any run of spaces and tabs.
        scheme: how the tags write entities.
        on_illegal: what becomes of tags that the scheme forbids: an "error"; "repair" reads them
            as conlleval does, each that carries no entity on as the begin of one; "strict" leaves
            the entities out that are written by them. Both are counted.
        split_characters: make every character a token, for a corpus of words.
        strip_segmentation: tokens end in their position within their word, as in the second
            release of the Weibo corpus ("科0", "技1"); the position is stripped.
        comment_prefix: lines that begin with this and hold no separator are comments.
        on_problem: "raise", or "repair" and count: lines with another number of columns, tokens
            without a position, bytes that are not UTF-8.

    Raises:
        ValueError: when these do not go together.
    """

    rules = (columns_differ, separators_are_not_empty, comments_are_told_apart)

    def __init__(
        self,
        token_column: int = 0,
        tag_column: int | None = -1,
        separator: str | None = None,
        scheme: SchemeName = "bio",
        on_illegal: OnIllegal = "error",
        split_characters: bool = False,
        strip_segmentation: bool = False,
        comment_prefix: str | None = None,
        on_problem: OnProblem = "raise",
    ) -> None:
        super().__init__(on_problem)
        obey(
            self.rules,
            token_column=token_column,
            tag_column=tag_column,
            separator=separator,
            comment_prefix=comment_prefix,
        )
        self.token_column = token_column
        self.tag_column = tag_column
        self.separator = separator
        self.tags = TagPolicy(scheme_named(scheme), on_illegal)
        self.split_characters = split_characters
        self.strip_segmentation = strip_segmentation
        self.comment_prefix = comment_prefix

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        rows = _Rows()
        usual: int | None = None
        for number, line in lines:
            if self._parts_sentences(path, number, line):
                if rows.tokens:
                    yield self._sentence(path, rows)
                rows = _Rows()
            elif not self._is_comment(path, number, line):
                columns = columns_of(line, self.separator)
                if len(columns) != usual:
                    self._check_width(path, number, line, len(columns), usual)
                    usual = usual or len(columns)
                if not columns[self.token_column]:
                    remedy = "Give it a character, or delete the line"
                    self.fail(path, number, "the token is empty", remedy)
                rows.tokens.append(columns[self.token_column])
                rows.lines.append(number)
                if self.tag_column is not None:
                    rows.tags.append(columns[self.tag_column])
        if rows.tokens:
            yield self._sentence(path, rows)

    def _parts_sentences(self, path: Path, number: int, line: str) -> bool:
        if starts_document(line, self.separator):
            self.note(path, number, f"{DOCUMENT_START} line, left out")
            return True
        return is_blank(line)

    def _is_comment(self, path: Path, number: int, line: str) -> bool:
        if self.comment_prefix is None or not line.startswith(self.comment_prefix):
            return False
        if self.separator in line:
            return False
        self.note(path, number, "comment line, left out")
        return True

    def _check_width(
        self, path: Path, number: int, line: str, width: int, usual: int | None
    ) -> None:
        wanted = {self.token_column, self.tag_column} - {None}
        # Counted from the front, so that columns 0 and -1 of a single column are seen as one.
        found = {i if i >= 0 else width + i for i in wanted}
        if len(found) < len(wanted) or not all(0 <= i < width for i in found):
            self.fail(
                path,
                number,
                f"{width} column(s), too few for a token in column {self.token_column}"
                + ("" if self.tag_column is None else f" and a tag in column {self.tag_column}")
                + f": {shown(line)}",
                "Is the separator right? Set it to a tab where tokens may hold or be spaces; a "
                "file without tags needs tag_column: null",
            )
        if usual is not None:
            self.problem(
                path,
                number,
                f"{width} columns, where the first line of the file has {usual}",
                "a line with another number of columns is read all the same",
                "Set the separator to a tab where tokens may hold spaces",
            )

    def _sentence(self, path: Path, rows: _Rows) -> Sentence:
        tokens = self._without_positions(path, rows) if self.strip_segmentation else rows.tokens
        spans = None
        if self.tag_column is not None:
            spans = self.tags.spans(self, path, rows.lines, rows.tags)
        sentence = self.sentence(path, rows.lines[0], tokens, spans)
        return in_characters(sentence) if self.split_characters else sentence

    def _without_positions(self, path: Path, rows: _Rows) -> list[str]:
        tokens = []
        suffix = PositionSuffix()
        for number, written in zip(rows.lines, rows.tokens, strict=True):
            token, in_sequence = suffix.strip(written)
            if token is None:
                self.problem(
                    path,
                    number,
                    f"the token {written!r} does not end in its position within a word",
                    "a token without a position is kept as it is",
                    "Set strip_segmentation to false if no token of the file has one",
                )
            elif not in_sequence:
                self.note(path, number, "position within a word out of sequence, stripped")
            tokens.append(written if token is None else token)
        return tokens


def columns_of(line: str, separator: str | None) -> list[str]:
    """The cells of a line; only spaces and tabs part them where no separator is given."""
    # Other spaces of Unicode occur as tokens.
    if separator is None:
        return re.split(r"[ \t]+", line.strip(" \t"))
    if separator in BLANKS and line.startswith(2 * separator):
        return [separator, *line[2:].split(separator)]
    return line.split(separator)


def shown(line: str) -> str:
    """The beginning of a line, for messages; what cannot be seen is escaped."""
    return repr(line if len(line) <= SHOWN else f"{line[:SHOWN]}...")


def is_blank(line: str) -> bool:
    """Whether a line parts sentences by holding nothing but spaces and tabs."""
    return not line.strip(" \t")


def starts_document(line: str, separator: str | None) -> bool:
    """Whether the first column of a line is -DOCSTART-, whatever parts it from the next."""
    rest = line.removeprefix(DOCUMENT_START)
    if rest == line:
        return False
    return not rest or rest[0] in BLANKS or (separator is not None and rest.startswith(separator))
