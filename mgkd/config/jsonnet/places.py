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

from mgkd.config.jsonnet.tokens import Lines, keys
from mgkd.config.paths import Step, steps_of

MARK = "mgkd origin of "  # with the name of a key behind it

# For an object its visible fields and its marks. (Asking for one mark after the other would be far
# slower: Jsonnet lists all fields of an object to tell whether it has one.)
COLLECT = """
local told(value) =
  if std.isObject(value) then {
    fields: [[key, told(value[key])] for key in std.objectFields(value)],
    marks: [
      [field, value[field]]
      for field in std.objectFieldsAll(value)
      if std.substr(field, 0, std.length(mark)) == mark
    ],
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


@dataclass(frozen=True)
class _Told:
    """An object: what its fields hold, and where their keys are written."""

    fields: dict[str, Any]
    places: dict[str, Place]

    @property
    def first(self) -> Place | None:
        """The place of its first key, in the order of the file."""
        known = (place for key, place in self.places.items() if key in self.fields)
        return min(known, key=lambda place: (str(place.file), place.line), default=None)


class Places:
    """The places of a config that was read from Jsonnet.

    Args:
        told: what COLLECT makes of the config; None when nothing is known.
    """

    def __init__(self, told: Any = None) -> None:
        self._told = _read(told)
        self._root: list[Step] = []

    def within(self, root: str) -> Places:
        """The same of a part of the config: paths begin there."""
        inner = Places()
        inner._told, inner._root = self._told, [*self._root, *steps_of(root)]
        return inner

    def of(self, path: str) -> Place | None:
        """Where the part of the config at `path` is written, as near as is known.

        An object in a list, or one that lacks the part, is where its own first key is.
        """
        part, around = self._told, None
        for step in [*self._root, *steps_of(path)]:
            if isinstance(part, _Told) and step in part.fields:
                around = part.places.get(step) or around
                part = part.fields[step]
            elif isinstance(part, list) and isinstance(step, int) and step < len(part):
                part = part[step]
                around = (part.first if isinstance(part, _Told) else None) or around
            else:
                return (part.first if isinstance(part, _Told) else None) or around
        return around


def _read(told: Any) -> Any:
    if isinstance(told, list):
        return [_read(item) for item in told]
    if not isinstance(told, dict):
        return None
    marks = ((field.removeprefix(MARK), mark) for field, mark in told["marks"])
    return _Told(
        fields={key: _read(content) for key, content in told["fields"]},
        # A field may have the name of a mark and be none.
        places={key: _place(mark) for key, mark in marks if isinstance(mark, str)},
    )


def _place(mark: str) -> Place:
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
        content = marked(content.decode("utf-8-sig"), path).encode("utf-8")
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
    parts, end, lines = [], 0, Lines(source)
    for key in keys(source):
        field = f"[{json.dumps(MARK)} + ({key.name})]"
        place = json.dumps(f"{name}:{lines.of(key.start)}", ensure_ascii=False)
        parts += [source[end : key.start], f"{field}:: {place}, "]
        end = key.start
    return "".join([*parts, source[end:]])
