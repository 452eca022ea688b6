"""Resolved configs for people: as Jsonnet with origins, and side by side."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from mgkd.config.english import counted
from mgkd.config.fingerprint import fingerprint
from mgkd.config.paths import at_index, at_key

COMMENT_COLUMN = 60  # origins begin here, or behind a longer line
PLAIN_KEY = re.compile(
    r"(?!(?:assert|else|error|false|for|function|if|import|importstr|importbin|in|local|null|self"
    r"|super|tailstrict|then|true)\Z)[A-Za-z_]\w*",
    re.ASCII,
)
LONGEST_ROW = 60  # characters of a list that stands in one line


def commented(tree: Any, origin: Callable[[str], str]) -> str:
    """A config as Jsonnet, with the origin of every value as a comment behind it.

    Args:
        tree: plain JSON.
        origin: what to say of the value at a path.
    """
    lines = []
    for text, path in _lines(tree, "", "", ""):
        comment = f"// {origin(path)}" if path is not None else ""
        lines.append(f"{text:<{COMMENT_COLUMN - 1}} {comment}" if comment else text)
    return "\n".join(lines)


def _lines(
    tree: Any, path: str, indent: str, name: str, comma: str = ""
) -> Iterator[tuple[str, str | None]]:
    """Lines of Jsonnet; with the path of the value, where a line holds a whole one."""
    if isinstance(tree, dict) and tree:
        parts = [(f"{_key(key)}: ", at_key(path, key), value) for key, value in tree.items()]
        brackets = "{}"
    elif (isinstance(tree, list) and len(json.dumps(tree)) > LONGEST_ROW) or _nested(tree):
        parts = [("", at_index(path, index), value) for index, value in enumerate(tree)]
        brackets = "[]"
    else:
        yield f"{indent}{name}{json.dumps(tree, ensure_ascii=False)}{comma}", path
        return
    yield f"{indent}{name}{brackets[0]}", None
    for key, place, value in parts:
        yield from _lines(value, place, f"{indent}  ", key, ",")
    yield f"{indent}{brackets[1]}{comma}", None


def _nested(tree: Any) -> bool:
    return isinstance(tree, list) and any(isinstance(item, dict | list) for item in tree)


def _key(key: str) -> str:
    return key if PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


@dataclass(frozen=True)
class Difference:
    """A path whose values differ; each in few words, or empty where a config has none."""

    path: str
    one: str
    other: str


def differences(one: Any, other: Any, path: str = "") -> list[Difference]:
    """Where two configs differ, path by path, in the order of the first."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [*one, *(key for key in other if key not in one)]
        parts = [(at_key(path, key), _get(one, key), _get(other, key)) for key in keys]
    elif isinstance(one, list) and isinstance(other, list) and (_nested(one) or _nested(other)):
        longest = range(max(len(one), len(other)))
        parts = [(at_index(path, i), _at(one, i), _at(other, i)) for i in longest]
    else:
        return [] if _same(one, other) else [Difference(path, _shown(one), _shown(other))]
    return [found for part in parts for found in differences(part[1], part[2], part[0])]


class _Nothing:
    """Stands for a part that one of two configs lacks."""


NOTHING = _Nothing()


def _same(one: Any, other: Any) -> bool:
    if one is NOTHING or other is NOTHING:
        return one is other
    return fingerprint(one) == fingerprint(other)


def _get(tree: dict[str, Any], key: str) -> Any:
    return tree.get(key, NOTHING)


def _at(tree: list[Any], index: int) -> Any:
    return tree[index] if index < len(tree) else NOTHING


def _shown(value: Any) -> str:
    """A value in few words: of an object, its type."""
    if value is NOTHING:
        return ""
    if isinstance(value, dict) and value:
        return f"{{type: {json.dumps(value['type'])}, ...}}" if "type" in value else "{...}"
    if _nested(value):
        return f"[{counted(len(value), 'item')}]"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_ROW else f"{text[: LONGEST_ROW - 1]}…"
