"""Loading what registers components from outside: files and modules."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from os import PathLike
from pathlib import Path

from mgkd.config.errors import UserError
from mgkd.config.importing import FOREIGN, failure, home_of
from mgkd.config.spelling import nearest

MODULE_PREFIX = "mgkd_plugin_"  # of the modules that plugin files become


def load_plugins(plugins: Iterable[str], base_dir: str | PathLike[str]) -> None:
    """Runs several plugins in turn, as `load_plugin` does one."""
    for plugin in plugins:
        load_plugin(plugin, base_dir)


def load_plugin(plugin: str, base_dir: str | PathLike[str]) -> Path | None:
    """Runs a plugin, so that what it registers can be named in a config.

    A plugin is run once in a process, however often and from wherever it is loaded: a file is
    known by its content.

    Args:
        plugin: a Python file (`.py`), relative to `base_dir`, or an importable module.
        base_dir: the folder of the config.

    Returns:
        The plugin's source file, if it has one.

    Raises:
        UserError: when it is not found; or fails, with file and line and the traceback of its own
            code.
    """
    return _load_file(Path(base_dir) / plugin) if plugin.endswith(".py") else _load_module(plugin)


def _load_file(path: Path) -> Path:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(_not_found(path)) from error
    except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
        reason = getattr(error, "strerror", None) or error
        raise UserError(f"the plugin {path} cannot be read: {reason}") from error
    name = f"{MODULE_PREFIX}{path.stem}_{hashlib.sha256(content).hexdigest()[:16]}"
    if name not in sys.modules:
        _run(name, path)
    return path


def _run(name: str, path: Path) -> None:
    spec = spec_from_file_location(name, path)
    module = module_from_spec(spec)
    sys.modules[name] = module  # before it runs: annotations are resolved through sys.modules
    try:
        spec.loader.exec_module(module)
    except FOREIGN as error:
        del sys.modules[name]
        raise UserError(failure(error, path)) from error


def _load_module(name: str) -> Path | None:
    if not all(part.isidentifier() for part in name.split(".")):
        raise UserError(
            f"{name!r} is no plugin: give the path of a .py file from the config's folder, or the "
            "dotted name of a module"
        )
    try:
        source = getattr(import_module(name), "__file__", None)
    except ModuleNotFoundError as error:
        if error.name and f"{name}.".startswith(f"{error.name}."):
            raise UserError(
                f"no module {name} for the plugin of that name; install it, "
                "or give the path of a .py file from the config's folder"
            ) from error
        raise UserError(failure(error, home_of(name))) from error
    except FOREIGN as error:
        raise UserError(failure(error, home_of(name))) from error
    return Path(source) if source else None


def _not_found(path: Path) -> str:
    beside = path.parent.glob("*.py") if path.parent.is_dir() else ()
    similar = nearest(path.name, [file.name for file in beside])
    return f"no plugin {path}" + (f"; nearest: {', '.join(similar)}" if similar else "")
