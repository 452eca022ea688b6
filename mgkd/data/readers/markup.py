"""Inline markup: a sentence a line, entities in braces, made to be written and reviewed by hand.

    {王小明|PER.NAM}去{南湖|LOC.NAM}

Tokens are characters; spaces are layout and not tokens. The characters { | } and the backslash
have a backslash before them where they are text.
"""

import re
from collections.abc import Iterable, Iterator
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


def to_markup(sentence: Sentence) -> str:
    """The line that the markup reader reads as this sentence.

    Raises:
        DataError: when it would read another one: the sentence is unlabelled, a token is not one
            character or is a space, or a type holds a character that markup uses.
    """
    place = sentence.source or "a sentence without a source"
    if sentence.spans is None:
        raise DataError(f"{place}: markup cannot say that a sentence is unlabelled; use JSON lines")
    for token in sentence.tokens:
        if len(token) != 1 or token.isspace():
            raise DataError(
                f"{place}: markup holds single characters other than spaces, not the token "
                f"{token!r}; write columns instead"
            )
    pieces = [f"\\{token}" if token in r"{|}\\" else token for token in sentence.tokens]
    for span in sentence.spans:
        if re.search(r"[\s{|}\\]", span.label):
            raise DataError(f"{place}: the type {span.label!r} cannot be written in markup")
        pieces[span.start] = "{" + pieces[span.start]
        pieces[span.end - 1] += f"|{span.label}}}"
    return "".join(pieces)


def write_markup(path: Path, sentences: Iterable[Sentence]) -> None:
    """Write sentences as markup, a line each; errors are those of `to_markup`."""
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(to_markup(sentence) + "\n" for sentence in sentences)


def _malformed(path: Path, number: int, piece: re.Match[str], what: str) -> NoReturn:
    raise DataError(f"{path}:{number}:{piece.start() + 1}: {what}\n{EXAMPLE}")
