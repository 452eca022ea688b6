"""Errors in code that a user or an installed package brings along."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from mgkd.config.errors import UserError

FOREIGN = (Exception, SystemExit)
"""What foreign code may raise: anything, and it must not end the program."""


@contextmanager
def failing_import(what: str, module: str) -> Iterator[None]:
    """Turns whatever an installed module raises while it is imported into a UserError.

    Args:
        what: what is being loaded, for the message.
        module: its dotted name.
    """
    try:
        yield
    except FOREIGN as error:
        raise UserError(f"{what} cannot be loaded\n{failure(error, home_of(module))}") from error


def failure(error: BaseException, home: Path | None) -> str:
    """`file:line: what happened`, and the traceback from where the foreign code begins.

    Args:
        home: the file or folder of that code, whose innermost line is named; None: all lines.
    """
    if isinstance(error, SyntaxError):
        file = near(error.filename) if error.filename else home
        place = f"{file}:{error.lineno}" if error.lineno else str(file)
        what = f"SyntaxError: {error.msg}"
        text = [f"    {(error.text or '').strip()}"]
    else:
        frames = traceback.extract_tb(error.__traceback__)
        own = [i for i, frame in enumerate(frames) if _within(frame.filename, home)]
        place = f"{near(frames[own[-1]].filename)}:{frames[own[-1]].lineno}" if own else str(home)
        what = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
        shown = frames[own[0] :] if own else []
        text = traceback.format_list([(near(f.filename), f.lineno, f.name, f.line) for f in shown])
    return "\n".join([f"{place}: {what}", *"".join(text).rstrip().splitlines()])


def near(file: str) -> str:
    """A path as short as it can be written: from the working directory on, where it lies there."""
    path = Path(file)
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def home_of(module: str) -> Path | None:
    """The file or folder that a module's top-level package lives in, if there is one."""
    spec = find_spec(module.partition(".")[0])
    if spec is None:
        return None
    places = spec.submodule_search_locations
    return Path(places[0] if places else spec.origin)


def _within(file: str, home: Path | None) -> bool:
    return home is None or Path(file).resolve().is_relative_to(home.resolve())
