"""What the shell offers when a word of a command is begun."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer


def variable_starts(context: typer.Context, incomplete: str) -> list[str]:
    """`NAME=` for every variable that the config of the command reads."""
    from mgkd.config import UserError, read_config

    try:
        names = read_config(_config(context), profile=context.params.get("profile")).read
    except UserError:
        return []
    return [f"{name}=" for name in names if name != "profile" and name.startswith(incomplete)]


def override_starts(context: typer.Context, incomplete: str) -> list[str]:
    """`PATH=` for every value of the config of the command, defaults included."""
    from mgkd.config import UserError, override
    from mgkd.experiment import whole

    try:
        examined = whole(_config(context), profile=context.params.get("profile"))
    except UserError:
        return []
    paths = (path for path in _leaves(examined.resolution.tree, "") if path.startswith(incomplete))
    # Not what stands within a default, which --set has no way into.
    return [f"{path}=" for path in paths if not override(examined.tree, [f"{path}=0"]).problems]


def registry_names(incomplete: str) -> list[str]:
    """The registries, such as losses."""
    return [name for name in _registries() if name.startswith(incomplete)]


def component_names(context: typer.Context, incomplete: str) -> list[str]:
    """The components of the registry that the command names."""
    registry = _registries().get(context.params.get("registry") or "")
    return [name for name in registry.names() if name.startswith(incomplete)] if registry else []


def corpus_names(incomplete: str) -> list[str]:
    """The published corpora, such as weibo_ner."""
    from mgkd.data.obtaining import CATALOGUE

    return [entry.name for entry in CATALOGUE if entry.name.startswith(incomplete)]


def _registries() -> dict[str, Any]:
    import mgkd.experiment  # noqa: F401  (importing the rooms fills the registries)
    from mgkd.config import all_registries

    return all_registries()


def _config(context: typer.Context) -> Path:
    """The config that the command line names so far.

    While an option waits for its value, arguments before it are not yet taken for the command's.
    """
    named = context.params.get("config") or context.params.get("files") or context.args or [""]
    return Path(named if isinstance(named, str | Path) else named[0])


def _leaves(tree: Any, path: str) -> Iterator[str]:
    """The paths of all plain values."""
    from mgkd.config.paths import at_index, at_key

    match tree:
        case dict():
            for key, value in tree.items():
                yield from _leaves(value, at_key(path, key))
        case list():
            for index, value in enumerate(tree):
                yield from _leaves(value, at_index(path, index))
        case _:
            yield path
