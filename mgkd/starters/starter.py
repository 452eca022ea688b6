"""A starting file and its test, under a name of one's own."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from mgkd.config import Registry, UserError, all_registries
from mgkd.starters.names import check_unused, check_word, class_name

USES = {
    "loss": "objective+: [{ type: 'my_loss', weight: 1.0 }],",
    "reader": "corpus+: { reader: { type: 'my_reader' } },",
    "encoder": "model+: { encoder: { type: 'my_encoder' } },",
    "callback": "trainer+: { callbacks+: [{ type: 'my_callback', path: 'best.txt' }] },",
}
"""By kind of component, the line of a config that uses the one in the starting file."""


@dataclass(frozen=True)
class Starter:
    """What was written.

    Attributes:
        component: the file with the class.
        test: the file with its test, in the same folder.
        config: lines of a config in that folder which uses the component.
    """

    component: Path
    test: Path
    config: tuple[str, ...]


def write_starter(kind: str, name: str, folder: Path) -> Starter:
    """Writes `NAME.py` and `test_NAME.py`: both or, when that is not possible, neither.

    Args:
        kind: a key of `USES`.
        name: of the component, in snake_case.
        folder: is made.

    Raises:
        UserError: when the name will not do, or a file is there already.
    """
    check_word(name)
    starter = Starter(
        component=folder / f"{name}.py",
        test=folder / f"test_{name}.py",
        config=(f"plugins: ['{name}.py'],", _renamed(USES[kind], kind, name)),
    )
    originals = files("mgkd.starters") / "files"
    texts = {
        starter.component: (originals / f"my_{kind}.py").read_text(encoding="utf-8"),
        starter.test: (originals / f"test_my_{kind}.py").read_text(encoding="utf-8"),
    }
    _check_free(texts)
    check_unused(name, _registry(kind), _renamed("".join(texts.values()), kind, ""))
    _write_new({path: _renamed(text, kind, name) for path, text in texts.items()})
    return starter


def _renamed(text: str, kind: str, name: str) -> str:
    own = f"my_{kind}"
    return text.replace(own, name).replace(class_name(own), class_name(name))


def _registry(kind: str) -> Registry:
    import mgkd.experiment  # noqa: F401  (importing the rooms fills the registries)

    return next(entry for entry in all_registries().values() if entry.noun == kind)


def _check_free(paths: Iterable[Path]) -> None:
    for path in paths:
        if os.path.lexists(path):
            raise UserError(
                f"{path} is there already and is left as it is; choose another name, or another "
                "place with --out DIR"
            )


def _write_new(texts: Mapping[Path, str]) -> None:
    """Writes files that are not there yet; after an error none of them is there."""
    begun = []
    try:
        for path, text in texts.items():
            _make(path.parent)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                begun.append(path)
                file.write(text)
    except BaseException:
        for path in begun:
            path.unlink()
        raise


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UserError(
            f"{folder} cannot be made, a file is in its way; choose another place with --out DIR"
        ) from error
