"""Undoing registrations, for tests."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import catalogue

from mgkd.config.plugins import MODULE_PREFIX
from mgkd.config.registry import _registries


@contextmanager
def temporary_registrations() -> Iterator[None]:
    """Forgets, on leaving, every registry and name that was new inside.

    The plugin files and packages that brought them are forgotten too, so that they run again when
    they are loaded again. Import the rooms of this project before entering.
    """
    registries, entries, modules = dict(_registries), dict(catalogue.REGISTRY), set(sys.modules)
    known = _homes()
    try:
        yield
    finally:
        packages = {name.partition(".")[0] for name in _homes() - known - modules}
        for current, before in ((_registries, registries), (catalogue.REGISTRY, entries)):
            current.clear()
            current.update(before)
        for name in set(sys.modules) - modules:
            if name.startswith(MODULE_PREFIX) or name.partition(".")[0] in packages:
                del sys.modules[name]


def _homes() -> set[str]:
    """The modules that every registered component was defined in."""
    return {
        target.__module__ for registry in _registries.values() for _, target in registry.items()
    }
