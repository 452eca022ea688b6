"""Reading a config: Jsonnet in, plain JSON values out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import getitem
from os import PathLike, sep
from os.path import normpath
from pathlib import Path
from typing import Any

import _jsonnet

from mgkd.config.english import shown
from mgkd.config.errors import Problem, UserError
from mgkd.config.jsonnet.failures import configs_in, explained, no_config
from mgkd.config.jsonnet.places import Places, imported_path, places_in
from mgkd.config.jsonnet.tokens import Lines, unused_locals
from mgkd.config.overrides import json_or_text
from mgkd.config.paths import steps_of
from mgkd.config.spelling import nearest

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
EXTERNAL = "mgkd"  # what a config reads with std.extVar


@dataclass(frozen=True)
class Source:
    """A config as its files give it.

    Attributes:
        path: the file.
        tree: what it evaluates to.
        texts: the text of every Jsonnet file that it is made of, by its path, without `..` in it.
        asked: what the config could read with `std.extVar('mgkd')`.
        around: what it is a part of, if it is not the whole of what the file gives.
        root: where it stands in that.
    """

    path: Path
    tree: dict[str, Any]
    texts: Mapping[Path, str]
    asked: Mapping[str, Any]
    around: Source | None = None
    root: str = ""

    @cached_property
    def places(self) -> Places:
        """Where its parts are written."""
        if self.around is not None:  # evaluated once for all parts
            return self.around.places.within(self.root)
        return places_in(self.path, _external(self.asked))

    def part(self, path: str) -> Source:
        """An object within the tree that is a config itself."""
        tree = reduce(getitem, steps_of(path), self.tree)
        return replace(self, tree=tree, around=self, root=path)

    @property
    def read(self) -> list[str]:
        """The variables that it reads, as it lists them itself under `variables`."""
        listed = self.tree.get("variables", {})
        return sorted(listed) if isinstance(listed, dict) else []

    def problems(self) -> Iterator[Problem]:
        """Variables that are given and not read, and `local` names that nothing mentions."""
        profile = ["profile"] if self.asked["profile"] is not None else []
        for name in [*self.asked["vars"], *profile]:
            if name not in self.read:
                similar = nearest(name, self.read, limit=1)
                others = f"it reads {', '.join(self.read) or 'none'}"
                hint = f"did you mean {similar[0]}?" if similar else others
                option = "--profile" if name == "profile" else f"--var {name}"
                yield Problem(option, f"the config does not read the variable {name}; {hint}")
        for path, text in self.texts.items():
            if _is_own(path, self.path.parent):
                for token in unused_locals(text):
                    place = f"{path}:{Lines(text).of(token.start)}"
                    yield Problem(f"local {token.text}", "is not used, remove it", place)


def read_config(
    path: str | PathLike[str],
    *,
    variables: Mapping[str, str] | None = None,
    profile: str | None = None,
) -> Source:
    """Evaluates a Jsonnet file; its imports are looked for beside the file that imports.

    The config reads what was asked for as `std.extVar('mgkd')`, which is
    `{profile: null or a string, vars: {name: string}, values: {name: value}}`, where a value is
    JSON where its string is JSON, and lists what it reads as the keys of a top-level object
    `variables` (`profile` is one of them), which stays in the result.

    Args:
        path: a Jsonnet or JSON file.
        variables: values of the config's variables.
        profile: which of the config's profiles; None leaves the choice to the config.

    Raises:
        UserError: when the file is missing, is not valid, fails, or gives no object.
    """
    path = Path(path)
    text = _text_of(path)
    texts = {Path(normpath(path)): text}
    given = dict(variables or {})
    values = {name: json_or_text(text) for name, text in given.items()}
    asked = {"profile": profile, "vars": given, "values": values}

    def imported(folder: str, name: str) -> tuple[str, bytes]:
        file = Path(imported_path(folder, name))
        if not file.is_file():
            raise RuntimeError(no_config(file, "file"))
        content = file.read_bytes()
        if file.suffix in (".jsonnet", ".libsonnet"):
            texts.setdefault(Path(normpath(file)), content.decode("utf-8-sig", errors="replace"))
        return imported_path(folder, name), content.removeprefix(BYTE_ORDER_MARK)

    try:
        result = _jsonnet.evaluate_snippet(
            str(path), text, ext_codes=_external(asked), import_callback=imported
        )
    except RuntimeError as error:
        raise UserError(explained(path, str(error))) from error
    tree = json.loads(result)
    if not isinstance(tree, dict):
        raise UserError(f"{path}: a config is an object, but this file gives {shown(tree)}")
    return Source(path, tree, texts, asked)


def _is_own(path: Path, folder: Path) -> bool:
    """Whether a file belongs to the config in a folder; what is beside it or vendored does not."""
    inside = normpath(path.absolute()).removeprefix(normpath(folder.absolute()) + sep)
    return not Path(inside).is_absolute() and "vendor" not in Path(inside).parts


def _external(asked: Mapping[str, Any]) -> dict[str, str]:
    return {EXTERNAL: json.dumps(asked)}


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UserError(no_config(path)) from error
    except IsADirectoryError as error:
        raise UserError(f"{path} is a folder; name a config in it{configs_in(path)}") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 text (byte {error.start})") from error
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error
