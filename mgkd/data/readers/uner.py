"""The files of Universal NER: an index, a token and a tag a line, comments before each sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mgkd.data.characters import in_characters
from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.readers.conll import is_blank, shown
from mgkd.data.readers.tags import OnIllegal, TagPolicy
from mgkd.data.schemes import scheme_named
from mgkd.data.sentence import Sentence

COLUMNS = 5
COMMENT = re.compile(r"#\s*(?P<key>sent_id|text)\s*=(?P<value>.*)", re.DOTALL)
RANGE = re.compile(r"[0-9]+-(?P<last>[0-9]+)")
EMPTY_NODE = re.compile(r"[0-9]+\.[0-9]+")
ENTITYLESS = ("O", "_", "-")
REMEDY = (
    'Correct the tags, which are IOB2, or set on_illegal: "repair" reads every tag that carries no '
    'entity on as the begin of one, as conlleval does; "strict" leaves such entities out'
)


@dataclass
class _Rows:
    """What was read of a sentence; `surface` is its text where ranges stand for their words."""

    id: str | None = None
    text: str | None = None
    tokens: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    surface: list[str] = field(default_factory=list)
    covered: str | None = None


@readers.register("uner")
class UniversalNerReader(Reader):
    """Universal NER (.iob2): index, token, tag, "-" and annotator, parted by tabs; tags in IOB2.

        # sent_id = news-1
        # text = 南湖见
        1	南湖	B-LOC	-	mk
        2	见	O	-	mk

    A comment is a line that begins with # and holds no tab. The sent_id is the sentence's id; that
    the text differs from the tokens, spaces aside, is counted in the report, and so is every other
    comment. Words that the text writes as one (an index such as 1-2) are the tokens, and that line
    and those of words that the text leaves out (8.1) are counted too.

    Args:
        on_illegal: what becomes of tags that IOB2 forbids: an "error"; "repair" reads them as
            conlleval does; "strict" leaves the entities out that are written by them.
        split_characters: make every character a token: the Chinese corpora are cut into words.
        on_problem: "raise", or "repair" and count: lines with another number of columns, comments
            without a sentence, bytes that are not UTF-8.
    """

    def __init__(
        self,
        on_illegal: OnIllegal = "error",
        split_characters: bool = False,
        on_problem: OnProblem = "raise",
    ) -> None:
        super().__init__(on_problem)
        doubt = "The third column holds tags in IOB2: O, B-TYPE and I-TYPE"
        self.tags = TagPolicy(scheme_named("bio"), on_illegal, REMEDY, doubt)
        self.split_characters = split_characters

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        rows = _Rows()
        number = 0
        for number, line in lines:
            if is_blank(line):
                yield from self._sentence(path, number, rows)
                rows = _Rows()
            elif line.startswith("#") and "\t" not in line:
                self._comment(path, number, line, rows)
            else:
                self._row(path, number, line.split("\t"), rows)
        yield from self._sentence(path, number, rows)

    def _comment(self, path: Path, number: int, line: str, rows: _Rows) -> None:
        if rows.lines:
            what = "a comment within a sentence"
            self.fail(path, number, what, "Is a blank line missing before it, or a tab in it?")
        known = COMMENT.fullmatch(line)
        if known is None:
            self.note(path, number, "comment line other than # sent_id and # text, left out")
        elif known["key"] == "text":
            rows.text = known["value"].strip()
        elif rows.id is not None:
            self.fail(path, number, "a second sent_id of one sentence", "Delete one of them")
        else:
            rows.id = known["value"].strip() or None

    def _row(self, path: Path, number: int, columns: list[str], rows: _Rows) -> None:
        if len(columns) < 3:
            self.fail(
                path,
                number,
                f"{len(columns)} column(s), too few for index, token and tag: "
                + shown("\t".join(columns)),
                "Columns are parted by tabs",
            )
        if len(columns) != COLUMNS:
            self.problem(
                path,
                number,
                f"{len(columns)} columns, where Universal NER has {COLUMNS}",
                "a line with another number of columns is read all the same",
            )
        index, token, tag = columns[:3]
        if not token:
            self.fail(path, number, "the token is empty", "Give it a character, or delete the line")
        if index == str(len(rows.tokens) + 1):
            self._token(number, token, tag, rows)
        else:
            self._no_token(path, number, columns, rows)

    def _token(self, number: int, token: str, tag: str, rows: _Rows) -> None:
        rows.tokens.append(token)
        rows.tags.append(tag)
        rows.lines.append(number)
        if rows.covered is None:
            rows.surface.append(token)
        elif rows.covered == str(len(rows.tokens)):
            rows.covered = None

    def _no_token(self, path: Path, number: int, columns: list[str], rows: _Rows) -> None:
        """A line of CoNLL-U beside the tokens, or a wrong index."""
        index, form, tag = columns[:3]
        several = RANGE.fullmatch(index)
        if not several and not EMPTY_NODE.fullmatch(index):
            self.fail(
                path,
                number,
                f"the index is {index!r}, where {len(rows.tokens) + 1} is due",
                "Is a line missing, or the blank line between two sentences?",
            )
        if tag not in ENTITYLESS:
            self.fail(
                path,
                number,
                f"the tag {tag!r} stands beside the index {index}, which is none of a token",
                "Move the tag to the token that it is meant for",
            )
        if several:
            rows.surface.append(form)
            rows.covered = several["last"]
        self.note(path, number, "line of a range or of an empty node, left out")

    def _sentence(self, path: Path, number: int, rows: _Rows) -> Iterator[Sentence]:
        if not rows.tokens:
            if rows.id is not None or rows.text is not None or rows.surface:
                what = f"a sentence without tokens ends here (sent_id {rows.id})"
                self.problem(path, number, what, "a sentence without tokens is left out")
            return
        first = rows.lines[0]
        if rows.text is not None and _letters([rows.text]) != _letters(rows.surface):
            self.report.add(
                path, f"{path}:{first}", "the # text is another than the tokens", rows.text
            )
        spans = self.tags.spans(self, path, rows.lines, rows.tags)
        sentence = self.sentence(path, first, rows.tokens, spans, rows.id)
        yield in_characters(sentence) if self.split_characters else sentence


def _letters(pieces: list[str]) -> str:
    """Text without spaces of any kind."""
    return "".join("".join(pieces).split())
