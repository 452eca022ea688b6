"""The tokens of a Jsonnet file, as far as keys and variables are told by them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PATTERN = re.compile(
    r"""
      (?P<space>\s+|//[^\n]*|\#[^\n]*|/\*.*?\*/)
    | (?P<string>\|\|\|-?[ \t]*\n(?P<indent>[ \t]+).*?\n(?!(?P=indent)|[ \t]*\n)[ \t]*\|\|\|
        | @"(?:[^"]|"")*" | @'(?:[^']|'')*'
        | "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*')
    | (?P<name>[A-Za-z_]\w*)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<colons>:{1,3})
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """kind: a group of PATTERN; text: as written; start: where it begins in the file."""

    kind: str
    text: str
    start: int


END = Token("end", "", -1)


def tokens(source: str) -> list[Token]:
    """All tokens of a file but white space and comments."""
    return [
        Token(match.lastgroup, match[0], match.start())
        for match in PATTERN.finditer(source)
        if match.lastgroup != "space"
    ]


def keys(source: str) -> Iterator[Token]:
    """The tokens that are keys of objects; keys that are computed, and methods, are left out."""
    found = [END, *tokens(source), END, END]
    for before, token, after, then in zip(found, found[1:], found[2:], found[3:], strict=False):
        colons = then if after.text == "+" else after
        if (
            token.kind in ("name", "string")
            and before.text in ("{", ",")
            and colons.kind == "colons"
        ):
            yield token


def unused_locals(source: str) -> Iterator[Token]:
    """The names that a file binds with `local` and never mentions again."""
    found = tokens(source)
    key_starts = {token.start for token in keys(source)}
    mentions: dict[str, int] = {}
    bound = []
    for before, token in zip([END, *found], found, strict=False):
        if token.kind != "name" or token.start in key_starts or before.text == ".":
            continue
        mentions[token.text] = mentions.get(token.text, 0) + 1
        if before.text == "local":
            bound.append(token)
    yield from (token for token in bound if mentions[token.text] == 1)


def line_of(source: str, position: int) -> int:
    """The line, from 1, that a position of a file is in."""
    return source.count("\n", 0, position) + 1
