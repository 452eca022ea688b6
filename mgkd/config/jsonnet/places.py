"""Where in the Jsonnet files each part of a config is written.

Every object is given a hidden field beside each of its keys, which says where that key is written.
What Jsonnet does with objects (imports, `+`, functions) it does with these fields too, so that the
evaluated config tells the origin of all it holds, whatever way that has come.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import _jsonnet

from mgkd.config.jsonnet.tokens import keys, line_of
from mgkd.config.paths import Step, steps_of

MARK = "mgkd origin of "  # with the name of a key behind it

# [[value, place], ...] instead of {key: value}, with `place` null where a key has no mark.
COLLECT = """
local told(value) =
  if std.isObject(value) then {
    ['=' + key]: [
      std.get(value, mark + key, null, true),
      told(value[key]),
    ]
    for key in std.objectFields(value)
  }
  else if std.isArray(value) then [told(item) for item in value]
  else null;
told(config)
"""


@dataclass(frozen=True)
class Place:
    """A line, from 1, of a file."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Places:
    """The places of a config that was read from Jsonnet.

    Args:
        told: what COLLECT makes of the config; None when nothing is known.
    """

    def __init__(self, told: Any = None) -> None:
        self._told = told

    def of(self, path: str) -> Place | None:
        """Where the part of the config at `path` is written, as near as is known.

        An object in a list, or one that lacks the part, is where its own first key is.
        """
        around: Place | None = None
        part = self._told
        for step in steps_of(path):
            if isinstance(step, str) and not (isinstance(part, dict) and f"={step}" in part):
                return _first(part) or around
            place, part = _entered(part, step)
            around = place or around
        return around


def _entered(part: Any, step: Step) -> tuple[Place | None, Any]:
    """The place of what a step leads to, and what stands there."""
    if isinstance(step, int):
        if isinstance(part, list) and step < len(part):
            return _first(part[step]), part[step]
    elif isinstance(part, dict) and f"={step}" in part:
        mark, content = part[f"={step}"]
        return _read(mark), content
    return None, None


def _first(part: Any) -> Place | None:
    """The place of the first key of an object, in the order of the file."""
    places = [_read(mark) for mark, _ in part.values()] if isinstance(part, dict) else []
    known = [place for place in places if place is not None]
    return min(known, key=lambda place: (str(place.file), place.line), default=None)


def _read(mark: str | None) -> Place | None:
    if mark is None:
        return None
    file, _, line = mark.rpartition(":")
    return Place(Path(file), int(line))


def places_in(path: Path, ext_codes: Mapping[str, str]) -> Places:
    """The places of a config that is known to evaluate.

    Nothing is known of one that Jsonnet cannot evaluate with the marks in it.
    """
    here = f"local mark = {json.dumps(MARK)};\nlocal config = import {json.dumps(str(path))};\n"
    try:
        told = _jsonnet.evaluate_snippet(
            "", here + COLLECT, ext_codes=dict(ext_codes), import_callback=_marked_import
        )
    except RuntimeError:
        return Places()
    return Places(json.loads(told))


def _marked_import(folder: str, name: str) -> tuple[str, bytes]:
    path = imported_path(folder, name)
    content = Path(path).read_bytes()
    if path.endswith((".jsonnet", ".libsonnet", ".json")):
        content = marked(content.decode("utf-8"), path).encode("utf-8")
    return path, content


def imported_path(folder: str, name: str) -> str:
    """The file that `import` means, as Jsonnet itself writes it.

    Args:
        folder: of the file that imports, with a slash at its end; empty for the working directory.
        name: as it stands in that file.
    """
    return name if Path(name).is_absolute() else f"{folder}{name}"


def marked(source: str, name: str) -> str:
    """A Jsonnet file with the hidden fields before its keys; every line keeps its number."""
    parts, end = [], 0
    for key in keys(source):
        plain = key.text if key.kind == "name" else None
        field = json.dumps(MARK + plain) if plain else f"[{json.dumps(MARK)} + {key.text}]"
        place = json.dumps(f"{name}:{line_of(source, key.start)}", ensure_ascii=False)
        parts += [source[end : key.start], f"{field}:: {place}, "]
        end = key.start
    return "".join([*parts, source[end:]])
