"""Data files that a command names: by themselves with a reader, or through a config."""

import inspect
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mgkd.config import ConfigError, UserError, build, built_from, part_of, tree_from
from mgkd.data import Reader, readers
from mgkd.experiment.examining import whole

OPTION = "--reader"
CONFIGS = (".jsonnet", ".libsonnet")
OF_A_RUN = "config.json"
SPLIT = re.compile(r"[\w.-]+")
COUNTING = {"on_problem": "repair", "on_illegal": "repair", "on_overlap": "outermost"}
REFUSING = ["raise", "error"]


@dataclass(frozen=True)
class DataFile:
    """A file, what it is called (a split's name, or its own), and what reads it."""

    name: str
    path: Path
    reader: Reader


def data_files(
    named: Sequence[str],
    reader: str | None,
    *,
    profile: str | None = None,
    variables: Mapping[str, str] | None = None,
) -> list[DataFile]:
    """What a command was asked to look at, with readers that count problems and refuse none.

    Args:
        named: FILE or SPLIT=FILE, read by `reader`; or one config, or run directory, whose
            corpus is meant.
        reader: a reader's registered name, or its config as Jsonnet.
        profile, variables: of the config.

    Raises:
        UserError: when that is not understood.
    """
    if len(named) == 1 and _is_config(Path(named[0]), alone=reader is None):
        if reader is not None:
            raise UserError(
                f"{named[0]} is a config, which names its own reader; leave out {OPTION}"
            )
        return _of_config(Path(named[0]), profile, variables)
    if reader is None:
        raise UserError(
            f"say by {OPTION} what reads the files: a name, or an object such as "
            f"{{type: 'conll', scheme: 'bio'}}; there are: {', '.join(sorted(readers.names()))}"
        )
    chosen = built_from(Reader, _counting(tree_from(reader, OPTION)), OPTION)
    asked = [_split_and_path(file) for file in named]
    alike = Counter(path.name for split, path in asked if not split)
    return [
        DataFile(split or (path.name if alike[path.name] == 1 else str(path)), path, chosen)
        for split, path in asked
    ]


def _is_config(path: Path, alone: bool) -> bool:
    """Whether a path is that of a config; alone: no reader is named, which data files need."""
    of_a_run = path.name == OF_A_RUN or (path / OF_A_RUN).is_file()
    return path.suffix in CONFIGS or (alone and of_a_run)


def _split_and_path(named: str) -> tuple[str, Path]:
    """The parts of SPLIT=FILE; no split where there is none, or where that is a file's name."""
    split, equals, file = named.partition("=")
    if equals and SPLIT.fullmatch(split) and not Path(named).exists():
        return split, Path(file)
    return "", Path(named)


def _of_config(
    path: Path, profile: str | None, variables: Mapping[str, str] | None
) -> list[DataFile]:
    tree = whole(path, profile=profile, variables=variables).resolution.tree
    corpus = tree["corpus"]
    if "reader" not in corpus:
        raise UserError(
            f"{path}: the corpus {corpus['type']} names no reader; name its files, and by {OPTION} "
            "what reads them"
        )
    reader_tree = part_of(tree, "corpus.reader")
    files = [
        DataFile(split, Path(corpus[split]), _built(path, "corpus.reader", reader_tree))
        for split in ("train", "dev", "test")
        if corpus.get(split) is not None
    ]
    return [*files, *_of_texts(path, tree)]


def _of_texts(path: Path, tree: dict[str, Any]) -> Iterator[DataFile]:
    """The files of unlabelled text."""
    for index, text in enumerate(tree.get("unlabelled") or []):
        if text["type"] == "files":
            place = f"unlabelled[{index}].reader"
            reader = _built(path, place, part_of(tree, place))
            yield from (DataFile("unlabelled", Path(file), reader) for file in text["files"])


def _built(path: Path, place: str, tree: Any) -> Reader:
    try:
        return build(Reader, _counting(tree), path=place)
    except ConfigError as error:
        raise error.with_source(str(path)) from error


def _counting(tree: str | dict[str, Any]) -> str | dict[str, Any]:
    """The same reader with policies that count what they would refuse.

    What is no reader is left for others to refuse.
    """
    given = {"type": tree} if isinstance(tree, str) else tree
    if given.get("type") not in readers.names():
        return tree
    known = inspect.signature(readers.get(given["type"])).parameters
    changed = {
        name: value
        for name, value in COUNTING.items()
        if name in known and (name not in given or given[name] in REFUSING)
    }
    return {**given, **changed}
