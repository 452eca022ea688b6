"""Lines of text, or JSON lines, to be predicted."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mgkd.data import DataError


@dataclass(frozen=True)
class Line:
    """One thing to predict.

    Attributes:
        content: a text, or tokens.
        fields: the other keys of its JSON object, to be given back with the result.
    """

    content: str | tuple[str, ...]
    fields: dict[str, Any] = field(default_factory=dict)


def text_lines(lines: Iterable[str]) -> Iterator[Line]:
    """One text a line; an empty line stays, so that results correspond to lines."""
    for line in lines:
        yield Line(line.rstrip("\r\n"))


def json_lines(lines: Iterable[str], source: str) -> Iterator[Line]:
    """One object a line with a key `text` (a string) or `tokens` (a list of strings).

    Raises:
        DataError: naming source and line, when a line is anything else.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _json_line(line, f"{source}:{number}")


def _json_line(line: str, place: str) -> Line:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise DataError(
            f"{place}: not JSON: {error.msg} at column {error.colno}\n"
            "For plain text, one sentence a line, say --input text."
        ) from error
    try:
        json.dumps(fields, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise DataError(f"{place}: the line holds half of a surrogate pair") from error
    if isinstance(fields, dict):
        text, tokens = fields.get("text"), fields.get("tokens")
        if isinstance(tokens, list) and tokens and all(map(_is_token, tokens)):
            return Line(tuple(tokens), fields)
        if isinstance(text, str) and tokens is None:
            return Line(text, fields)
    raise DataError(
        f"{place}: expected an object with a key text (a string) or tokens (strings, not empty "
        "and without line breaks)"
    )


def _is_token(value: Any) -> bool:
    return isinstance(value, str) and value != "" and "\n" not in value
