"""Reading a config: Jsonnet in, plain JSON values out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import _jsonnet

from mgkd.config.english import shown
from mgkd.config.errors import UserError
from mgkd.config.spelling import nearest

EXTERNAL = "mgkd"  # what a config reads with std.extVar
SUFFIXES = (".jsonnet", ".json")
PLACE = re.compile(
    r"(?P<file>.+?):\(?(?P<line>\d+):(?P<column>\d+)\)?(-\d+|-\(\d+:\d+\))?(?P<rest>.*)", re.DOTALL
)


def load_config(
    path: str | PathLike[str],
    *,
    variables: Mapping[str, str] | None = None,
    profile: str | None = None,
) -> dict[str, Any]:
    """Evaluates a Jsonnet file; its imports are looked for beside the file that imports.

    The config reads what was asked for as `std.extVar('mgkd')`, which is
    `{profile: null or a string, vars: {name: string}}`, and lists what it reads as the keys of a
    top-level object `variables` (`profile` is one of them), which stays in the result.

    Args:
        path: a Jsonnet or JSON file.
        variables: values of the config's variables.
        profile: which of the config's profiles; None leaves the choice to the config.

    Raises:
        UserError: when the file is missing, is not valid, fails, or gives no object; or when a
            variable or the profile is given but not among those that the config reads.
    """
    path = Path(path)
    text = _read(path)
    asked = {"profile": profile, "vars": dict(variables or {})}
    try:
        result = _jsonnet.evaluate_snippet(str(path), text, ext_codes={EXTERNAL: json.dumps(asked)})
    except RuntimeError as error:
        raise UserError(_explained(path, str(error))) from error
    tree = json.loads(result)
    if not isinstance(tree, dict):
        raise UserError(f"{path}: a config is an object, but this file gives {shown(tree)}")
    _refuse_unread(path, tree, [*asked["vars"], *(["profile"] if profile is not None else [])])
    return tree


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise UserError(_not_found(path)) from error
    except IsADirectoryError as error:
        raise UserError(f"{path} is a folder; name a config in it{_configs_in(path)}") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 text (byte {error.start})") from error
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error


def _not_found(path: Path) -> str:
    if not path.parent.is_dir():
        return f"no config {path}: there is no folder {path.parent}"
    return f"no config {path}{_configs_in(path.parent, like=path.name)}"


def _configs_in(folder: Path, like: str = "") -> str:
    """The configs in a folder, or those with a name like another, as the end of a message."""
    names = sorted(entry.name for entry in folder.iterdir() if entry.suffix in SUFFIXES)
    similar = nearest(like, names)
    if similar:
        return f"; nearest in {folder}: {', '.join(similar)}"
    return f"; in {folder} there are: {', '.join(names)}" if names else f"; {folder} has none"


def _refuse_unread(path: Path, tree: Mapping[str, Any], asked: list[str]) -> None:
    listed = tree.get("variables", {})
    read = sorted(listed) if isinstance(listed, dict) else []
    lines = []
    for name in asked:
        if name not in read:
            similar = nearest(name, read, limit=1)
            hint = (
                f"did you mean {similar[0]}?"
                if similar
                else f"it reads {', '.join(read) or 'none'}"
            )
            lines.append(f"{path} does not read the variable {name}; {hint}")
    if lines:
        raise UserError("\n".join(lines))


def _explained(path: Path, error: str) -> str:
    """`file:line:column: message` and the line itself, from what Jsonnet says."""
    kind, _, said = error.strip().partition(": ")
    if kind == "STATIC ERROR":
        place = PLACE.match(said)
        return _at(place, place["rest"].lstrip(": ")) if place else f"{path}: {said}"
    message, *frames = said.split("\n\t")
    places = [
        place for place in map(PLACE.match, frames) if place and Path(place["file"]).is_file()
    ]
    return _at(places[0], message) if places else f"{path}: {message}"


def _at(place: re.Match[str], message: str) -> str:
    file, line = place["file"], int(place["line"])
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    if line > len(lines):
        return f"{file}:{line}: {message}"
    text = lines[line - 1]
    # Jsonnet counts a column in bytes; people and editors count characters.
    before = text.encode()[: int(place["column"]) - 1].decode(errors="ignore")
    caret = " " * _width(before.lstrip()) + "^"
    return f"{file}:{line}:{len(before) + 1}: {message}\n    {text.strip()}\n    {caret}"


def _width(text: str) -> int:
    """Columns that a text takes on a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
