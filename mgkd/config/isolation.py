"""Undoing registrations, for tests."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import catalogue

from mgkd.config.plugins import MODULE_PREFIX
from mgkd.config.registry import _registries


@contextmanager
def temporary_registrations() -> Iterator[None]:
    """Forgets, on leaving, every registry, name and plugin file that was new inside.

    Import whatever registers at import time before entering: a module is not run a second time.
    """
    registries, entries, modules = dict(_registries), dict(catalogue.REGISTRY), set(sys.modules)
    try:
        yield
    finally:
        for current, before in ((_registries, registries), (catalogue.REGISTRY, entries)):
            current.clear()
            current.update(before)
        for name in set(sys.modules) - modules:
            if name.startswith(MODULE_PREFIX):
                del sys.modules[name]
