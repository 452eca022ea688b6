"""JSON as readers want it: what the standard library lets pass in silence is refused."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from mgkd.data.readers.base import Reader

SURROGATE = "\\ud"  # how the escape of half a surrogate pair begins, in lower case


def parsed(reader: Reader, path: Path, number: int, text: str) -> Any:
    """The value of a JSON text.

    Args:
        number: the line that the text begins in.

    Raises:
        DataError: on what is not JSON, keys that occur twice in one object, NaN and infinities,
            integers of thousands of digits, values nested too deeply, half a surrogate pair.
    """
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
        if SURROGATE in text.lower():
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        line = number + error.lineno - 1
        reader.fail(path, line, f"not JSON: {error.msg} (character {error.colno})")
    except UnicodeEncodeError as error:
        half = f"U+{ord(error.object[error.start]):04X}"
        reader.fail(path, number, f"the text holds half of a surrogate pair, {half}")
    except ValueError as error:
        reader.fail(path, number, f"JSON that cannot be read: {error}")
    except RecursionError:
        reader.fail(path, number, "JSON that is nested too deeply")
    return value


def parsed_object(reader: Reader, path: Path, number: int, text: str) -> dict[str, Any]:
    """As `parsed`, for the text of an object."""
    value = parsed(reader, path, number, text)
    if not isinstance(value, dict):
        reader.fail(path, number, "expected an object, {...}")
    return value


def json_lines(
    reader: Reader, path: Path, lines: Iterator[tuple[int, str]]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of JSON lines, each with its line; blank lines are none."""
    for number, line in lines:
        text = line.strip()
        if text.startswith("[") or text == "{":
            remedy = (
                "Write one whole object a line: jq -c '.' does it, or, of an array, jq -c '.[]'"
            )
            reader.fail(path, number, "an array or a part of an object, not JSON lines", remedy)
        if text:
            yield number, parsed_object(reader, path, number, line)


def identity(reader: Reader, path: Path, number: int, value: Any) -> str | None:
    """The id of a sentence, from a string or an integer; None where there is none."""
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, int) or isinstance(value, bool):
        reader.fail(path, number, "the id is neither a string nor an integer")
    return str(value)


def text_of(reader: Reader, path: Path, number: int, value: Any, key: str) -> str:
    """The text under a key."""
    if not isinstance(value, dict) or key not in value:
        reader.fail(path, number, f'there is no text under the key "{key}"', "Which key has it?")
    if not isinstance(value[key], str):
        reader.fail(path, number, f'"{key}" is not a string')
    return value[key]


def note_unread(
    reader: Reader, path: Path, number: int, value: dict[str, Any], read: set[str], of: str = ""
) -> None:
    """Count the keys that a format's sentences do not carry."""
    for key in value:
        if key not in read:
            reader.note(path, number, f"key {key!r}{of}, not read")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key {twice!r} occurs twice in one object")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")
