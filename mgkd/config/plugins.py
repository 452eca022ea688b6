"""Loading what registers components from outside: files, modules and installed packages."""

from __future__ import annotations

import hashlib
import sys
import traceback
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from os import PathLike
from pathlib import Path

from mgkd.config.errors import UserError
from mgkd.config.spelling import nearest

ENTRY_POINTS = "mgkd.plugins"
MODULE_PREFIX = "mgkd_plugin_"  # of the modules that plugin files become


def load_plugins(plugins: Iterable[str], base_dir: str | PathLike[str]) -> list[Path]:
    """Runs plugins, so that what they register can be named in a config.

    A plugin is run once in a process, however often and from wherever it is loaded: a file is
    known by its content.

    Args:
        plugins: each a Python file (`.py`), relative to `base_dir`, or an importable module.
        base_dir: the folder of the config.

    Returns:
        The source files of the plugins, in their order.

    Raises:
        UserError: when a plugin is not found; or fails, naming file and line.
    """
    folder = Path(base_dir)
    sources = [
        _load_file(folder / plugin) if plugin.endswith(".py") else _load_module(plugin)
        for plugin in plugins
    ]
    return [source for source in sources if source is not None]


def load_installed_plugins() -> list[str]:
    """Imports the modules that installed packages name in the entry points `mgkd.plugins`.

    Returns:
        The names of the modules, sorted.

    Raises:
        UserError: when one is not found or fails.
    """
    modules = sorted({entry.module for entry in entry_points(group=ENTRY_POINTS)})
    for module in modules:
        _load_module(module)
    return modules


def _load_file(path: Path) -> Path:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(_not_found(path)) from error
    except OSError as error:
        raise UserError(f"the plugin {path} cannot be read: {error.strerror}") from error
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
    except Exception as error:  # a plugin is foreign code and may raise anything
        del sys.modules[name]
        raise UserError(_failure(error, home=path)) from error


def _load_module(name: str) -> Path | None:
    try:
        source = import_module(name).__file__
    except ModuleNotFoundError as error:
        if error.name and f"{name}.".startswith(f"{error.name}."):
            raise UserError(
                f"no module {name} for the plugin of that name; install it, "
                "or give the path of a .py file from the config's folder"
            ) from error
        raise UserError(_failure(error, home=_home(name))) from error
    except Exception as error:  # as above
        raise UserError(_failure(error, home=_home(name))) from error
    return Path(source) if source else None


def _home(module: str) -> Path:
    """The file or folder that a module's top-level package lives in."""
    spec = find_spec(module.partition(".")[0])
    return Path(
        spec.submodule_search_locations[0] if spec.submodule_search_locations else spec.origin
    )


def _not_found(path: Path) -> str:
    beside = path.parent.glob("*.py") if path.parent.is_dir() else ()
    similar = nearest(path.name, [file.name for file in beside])
    return f"no plugin {path}" + (f"; nearest: {', '.join(similar)}" if similar else "")


def _failure(error: Exception, home: Path) -> str:
    """`file:line: what happened`, with the innermost line of the plugin's own code."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}: SyntaxError: {error.msg}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(home)]
    place = f"{own[-1].filename}:{own[-1].lineno}" if own else str(home)
    what = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
    return f"{place}: {what}"
