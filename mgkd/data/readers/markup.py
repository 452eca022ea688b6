"""Inline markup: a sentence a line, entities in braces, made to be written and reviewed by hand.

    {王小明|PER.NAM}去{南湖|LOC.NAM}

Tokens are characters; spaces are layout and not tokens. The characters { | } and the backslash
have a backslash before them where they are text.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from mgkd.data.errors import DataError
from mgkd.data.readers.base import Reader, readers
from mgkd.data.sentence import Sentence, Span

PIECE = re.compile(
    r"\\(?P<escaped>[{|}\\])|(?P<open>\{)|\|(?P<label>[^\s{|}\\]+)\}|(?P<stray>[\\|}])|(?P<plain>.)",
    re.DOTALL,
)
STRAY = {
    "\\": "a backslash before a character that needs none",
    "|": "a | that no TYPE} follows",
    "}": "a } that closes no {text|TYPE",
}
EXAMPLE = r"An entity is written {text|TYPE}; as text, the special characters are \{ \| \} \\"


@readers.register("markup")
class MarkupReader(Reader):
    """One sentence a line with entities as {text|TYPE}; tokens are characters.

    Args:
        on_problem: "raise", or "repair" and count: of bytes that are not UTF-8. Malformed markup
            is always an error.
    """

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        for number, line in lines:
            if line.strip():
                yield self._sentence(path, number, line)

    def _sentence(self, path: Path, number: int, line: str) -> Sentence:
        tokens: list[str] = []
        spans: list[Span] = []
        opened: re.Match[str] | None = None
        start = 0
        for piece in PIECE.finditer(line):
            kind, text = piece.lastgroup, piece[piece.lastgroup]
            if kind == "open":
                if opened:
                    _malformed(path, number, piece, "an entity within an entity; they must be flat")
                opened, start = piece, len(tokens)
            elif kind == "label":
                if not opened:
                    _malformed(path, number, piece, "a type without the { that begins its entity")
                if start == len(tokens):
                    _malformed(path, number, opened, "an entity without text")
                spans.append(Span(start, len(tokens), text))
                opened = None
            elif kind == "stray":
                _malformed(path, number, piece, STRAY[text])
            elif text.isspace():
                self.note(path, number, "space between characters, left out")
            else:
                tokens.append(text)
        if opened:
            _malformed(path, number, opened, "a { that is never closed")
        return self.sentence(path, number, tokens, spans)


def _malformed(path: Path, number: int, piece: re.Match[str], what: str) -> NoReturn:
    raise DataError(f"{path}:{number}:{piece.start() + 1}: {what}\n{EXAMPLE}")
