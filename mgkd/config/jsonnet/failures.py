"""What Jsonnet says of a file that it cannot evaluate, and what to say of one that is missing."""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import east_asian_width

from mgkd.config.spelling import nearest

SUFFIXES = (".jsonnet", ".json", ".libsonnet")
PLACE = re.compile(
    r"(?P<file>.+?):\(?(?P<line>\d+):(?P<column>\d+)\)?(-\d+|-\(\d+:\d+\))?(?P<rest>.*)", re.DOTALL
)
REMEDIES = {
    "undefined external variable": (
        "a config reads what the command line says with std.extVar('mgkd'): profile, and vars.NAME "
        "for --var NAME=VALUE"
    )
}


def no_config(path: Path, noun: str = "config") -> str:
    """What to say of a file that is not there, with the nearest names that are."""
    if not path.parent.is_dir():
        return f"no {noun} {path}: there is no folder {path.parent}"
    return f"no {noun} {path}{configs_in(path.parent, like=path.name)}"


def configs_in(folder: Path, like: str = "") -> str:
    """The configs in a folder, or those with a name like another, as the end of a message."""
    names = sorted(entry.name for entry in folder.iterdir() if entry.suffix in SUFFIXES)
    similar = nearest(like, names)
    if similar:
        return f"; nearest in {folder}: {', '.join(similar)}"
    return f"; in {folder} there are: {', '.join(names)}" if names else f"; {folder} has none"


def explained(path: Path, error: str) -> str:
    """`file:line:column: message` and the line itself, from what Jsonnet says of a file."""
    kind, _, said = error.strip().partition(": ")
    if kind == "STATIC ERROR":
        place = PLACE.match(said)
        return _at(place, place["rest"].lstrip(": ")) if place else f"{path}: {said}"
    message, *frames = said.split("\n\t")
    for beginning, remedy in REMEDIES.items():
        if message.startswith(beginning):
            message = f"{message}; {remedy}"
    places = [
        place for place in map(PLACE.match, frames) if place and Path(place["file"]).is_file()
    ]
    return _at(places[0], message) if places else f"{path}: {message}"


def _at(place: re.Match[str], message: str) -> str:
    file, line = place["file"], int(place["line"])
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):  # an odd name, or no text
        lines = []
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
