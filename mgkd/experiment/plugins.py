"""The plugins that a config names, and those of the teachers that it trains."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mgkd.config import Problem, Source, UserError, all_registries, audit, load_plugin
from mgkd.config.paths import at_index, at_key
from mgkd.config.registry import source_of


def load_config_plugins(
    tree: Mapping[str, Any], source: Source
) -> tuple[dict[str, Path], list[Problem]]:
    """Load them, each relative to the file that names it.

    Args:
        tree: the config, after overrides.
        source: what its files give.

    Returns:
        The source files of the plugins by their names, and what is wrong with those that fail.
    """
    plugins: dict[str, Path] = {}
    failures: list[Problem] = []
    tried: set[tuple[str, Path]] = set()
    for path, name in _named(tree, ""):
        place = source.places.of(path)
        folder = place.file.parent if place else source.path.parent
        if (name, folder) in tried:
            continue  # a teacher's are often the student's
        tried.add((name, folder))
        try:
            file = _load(name, folder)
        except UserError as error:
            failures.append(Problem(path, str(error)))
            continue
        if file and plugins.setdefault(name, file).resolve() != file.resolve():
            message = f"{plugins[name]} and {file} have one name; rename one of them"
            failures.append(Problem(path, message))
    return plugins, failures


def _load(name: str, folder: Path) -> Path | None:
    """Load a plugin and see that configs can use what it registers."""
    before = _registered()
    file = load_plugin(name, base_dir=folder)
    for key, target in _registered().items():
        if before.get(key) is not target:
            try:
                audit(target)
            except TypeError as error:
                raise UserError(f"{source_of(target)}: {error}") from error
    return file


def _registered() -> dict[tuple[str, str], Callable[..., Any]]:
    return {
        (plural, name): target
        for plural, registry in all_registries().items()
        for name, target in registry.items()
    }


def _named(tree: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """The names of plugins with their paths.

    What is no list of names is left for the check to complain of.
    """
    names = tree.get("plugins")
    for index, name in enumerate(names if isinstance(names, list) else []):
        if isinstance(name, str):
            yield at_index(at_key(path, "plugins"), index), name
    yield from _named_by_teacher(tree.get("teacher"), at_key(path, "teacher"))


def _named_by_teacher(teacher: Any, path: str) -> Iterator[tuple[str, str]]:
    """Those of the config that trains a teacher, or of those that train the members of one."""
    if not isinstance(teacher, dict):
        return
    if isinstance(teacher.get("config"), dict):
        yield from _named(teacher["config"], at_key(path, "config"))
    members = teacher.get("teachers")
    for index, member in enumerate(members if isinstance(members, list) else []):
        yield from _named_by_teacher(member, at_index(at_key(path, "teachers"), index))
