"""The tokens of a Jsonnet file, as far as keys and variables are told by them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

PATTERN = re.compile(
    r"""
      (?P<space>\s+|//[^\n]*|\#[^\n]*|/\*.*?\*/)
    | (?P<string>\|\|\|-?[ \t]*\r?\n(?:[ \t]*\r?\n)*(?P<indent>[ \t]+)\S.*?\n
          (?!(?P=indent))[ \t]*\|\|\|
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


@dataclass(frozen=True)
class Key:
    """A key of an object: where it begins, and the Jsonnet expression of its name."""

    start: int
    name: str


def keys(source: str) -> Iterator[Key]:
    """The keys of objects, computed ones too; methods and comprehensions are left out."""
    found = [*tokens(source), END, END]
    partners = _partners(found)
    looped = _comprehensions(found, partners)
    for index, token in enumerate(found):
        before = found[index - 1] if index else END
        if before.text not in ("{", ",") or index in looped:
            continue
        end = partners.get(index, index) if token.text == "[" else index
        after = found[end + 1] if end + 1 < len(found) else END
        colons = found[end + 2] if after.text == "+" and end + 2 < len(found) else after
        if colons.kind != "colons":
            continue
        if token.text == "[":
            yield Key(token.start, source[token.start + 1 : found[end].start])
        elif token.kind in ("name", "string"):
            name = f'"{token.text}"' if token.kind == "name" else token.text
            yield Key(token.start, name)


def _partners(found: list[Token]) -> dict[int, int]:
    """The index of the closing bracket of each opening one, as far as they match."""
    partners, open_ones = {}, []
    for index, token in enumerate(found):
        if token.text in ("(", "[", "{"):
            open_ones.append(index)
        elif token.text in (")", "]", "}") and open_ones:
            partners[open_ones.pop()] = index
    return partners


def _comprehensions(found: list[Token], partners: dict[int, int]) -> set[int]:
    """The indices of tokens that begin a key in an object comprehension, which takes no other."""
    begins = set()
    for start, end in partners.items():
        if found[start].text == "{":
            index = start + 1
            while index < end:
                if found[index].text == "for":
                    begins |= _beginnings(found, partners, start, end)
                    break
                index = partners.get(index, index) + 1
    return begins


def _beginnings(found: list[Token], partners: dict[int, int], start: int, end: int) -> set[int]:
    """The tokens behind the bracket and the commas of an object's own level."""
    begins, index = {start + 1}, start + 1
    while index < end:
        if found[index].text == ",":
            begins.add(index + 1)
        index = partners.get(index, index) + 1
    return begins


def unused_locals(source: str) -> Iterator[Token]:
    """The names that a file binds with `local` and never mentions again."""
    found = tokens(source)
    key_starts = {key.start for key in keys(source)}
    mentions: dict[str, int] = {}
    bound = []
    for before, token in zip([END, *found], found, strict=False):
        if token.kind != "name" or token.start in key_starts or before.text == ".":
            continue
        mentions[token.text] = mentions.get(token.text, 0) + 1
        if before.text == "local":
            bound.append(token)
    yield from (token for token in bound if mentions[token.text] == 1)


class Lines:
    """The lines of a file, to find those that positions are in."""

    def __init__(self, source: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", source)]

    def of(self, position: int) -> int:
        """The line, from 1, that a position of the file is in."""
        return bisect_left(self._ends, position) + 1
