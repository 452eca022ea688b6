"""Registries: the names by which a config calls components."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from functools import cache, cached_property
from importlib.metadata import EntryPoint, EntryPoints, entry_points
from typing import Any, Generic, TypeVar

import catalogue

from mgkd.config.errors import UserError
from mgkd.config.importing import failing_import, near
from mgkd.config.spelling import nearest

T = TypeVar("T")
Target = TypeVar("Target", bound=Callable[..., Any])

RESERVED = ("type", "ref")  # keys of every component that are no arguments of it

_registries: dict[str, Registry[Any]] = {}


class Registry(Generic[T]):
    """Components of one kind, by name.

    Wraps `catalogue`, which overwrites a taken name in silence and suggests nothing for a wrong
    one.

        losses: Registry[Loss] = Registry("losses", noun="loss", base=Loss)

        @losses.register("gold_nll")
        class GoldNLL(Loss): ...

    An argument annotated with `base`, or with a registered class, is then built from an object
    whose key `type` gives the name.

    An installed package adds to it with entry points of the group `mgkd_losses`; one is imported
    when its name is asked for, and not before.

    Args:
        plural: the name of the registry, as in `mgkd components losses`.
        noun: what one component is called in messages.
        base: the class that says what each component promises.
        default: the name of the component that is meant where a config names none.

    Raises:
        ValueError: when there is a registry of that name or for that base already.
    """

    def __init__(
        self, plural: str, *, noun: str, base: type[T], default: str | None = None
    ) -> None:
        taken = _registries.get(plural) or _find(base)
        if taken and (taken.plural, _identity(taken.base)) != (plural, _identity(base)):
            raise ValueError(
                f"there is a registry {taken.plural} of {taken.base.__qualname__} already"
            )
        self.plural = plural
        self.noun = noun
        self.base = base
        self.default = default
        self._entries = catalogue.create("mgkd", plural)
        _registries[plural] = self

    def register(self, name: str) -> Callable[[Target], Target]:
        """Decorates a subclass of the base, or a function that returns one, with its name.

        Raises:
            ValueError: when the name is taken by something else, with both places. The same
                definition, met again after its module was reloaded, replaces the old one.
            TypeError: when a class is no subclass of the base, or an argument is called `type` or
                `ref`, the keys that choose among components.
        """

        def add(target: Target) -> Target:
            if not (isinstance(target, type) or inspect.isfunction(target)):
                raise TypeError(f"the {self.noun} {name} is no class or function: {target!r}")
            if isinstance(target, type) and not issubclass(target, self.base):
                raise TypeError(
                    f"{target.__qualname__} cannot be the {self.noun} {name}: "
                    f"it is no subclass of {self.base.__qualname__}"
                )
            for word in RESERVED:
                if word in inspect.signature(target).parameters:
                    raise TypeError(f"{target.__qualname__}: an argument cannot be called {word}")
            holder = self._loaded().get(name)
            if holder is not None and _identity(holder) != _identity(target):
                raise ValueError(
                    f"two components are called the {self.noun} {name}: {_identity(holder)} "
                    f"({source_of(holder)}) and {_identity(target)} ({source_of(target)}); "
                    "give one of them another name"
                )
            self._entries.register(name, func=target)
            return target

        return add

    def get(self, name: str) -> Callable[..., T]:
        """The component of that name.

        Raises:
            UserError: when there is none, with the nearest names; or when it comes from an
                installed package that cannot be imported, or has a name of ours.
        """
        if name not in self:
            raise UserError(self.unknown(name))
        if name in self._installed:
            self._load(self._installed[name])
        return self._entries.get(name)

    def unknown(self, name: str) -> str:
        """What to tell someone who asked for `name` in vain."""
        similar = nearest(name, self.names())
        names = f"nearest: {', '.join(similar)}" if similar else f"there are: {self.listing()}"
        return f"no {self.noun} is called {name}; {names} ({self.hint})"

    def listing(self) -> str:
        """All names in one line."""
        return ", ".join(self.names()) or "none"

    @property
    def hint(self) -> str:
        """The command that shows what there is."""
        return f"mgkd components {self.plural}"

    def names(self) -> list[str]:
        """All names, sorted; those of components not yet imported too."""
        return sorted(self._loaded().keys() | self._installed.keys())

    def items(self) -> list[tuple[str, Callable[..., T]]]:
        """Names and components, sorted by name, without those not yet imported."""
        return sorted(self._loaded().items())

    def name_of(self, target: Callable[..., Any]) -> str | None:
        """The name under which `target` itself is registered, if any."""
        return next((name for name, entry in self.items() if entry is target), None)

    def __contains__(self, name: str) -> bool:
        return name in self._loaded() or name in self._installed

    def __len__(self) -> int:
        return len(self.names())

    def __repr__(self) -> str:
        return f"Registry({self.plural}: {self.listing()})"

    def _loaded(self) -> dict[str, Callable[..., T]]:
        return self._entries.get_all()

    @cached_property
    def _installed(self) -> dict[str, EntryPoint]:
        """What installed packages offer, by name."""
        offered = _offered(tuple(sys.path)).select(group=f"mgkd_{self.plural}")
        return {entry.name: entry for entry in offered}

    def _load(self, entry: EntryPoint) -> None:
        with failing_import(f"the {self.noun} {entry.name} ({entry.value})", entry.module):
            self.register(entry.name)(entry.load())  # again, if its module has registered it


@cache
def _offered(path: tuple[str, ...]) -> EntryPoints:
    """The entry points of all packages on the path, whose metadata is read for it once."""
    return entry_points()


def all_registries() -> dict[str, Registry[Any]]:
    """Every registry by its plural name, in alphabetical order."""
    return dict(sorted(_registries.items()))


def registry_of(cls: type) -> Registry[Any] | None:
    """The registry whose components `cls` belongs to: its own, or that of a class it inherits."""
    found = (_find(ancestor) for ancestor in cls.__mro__)
    return next((registry for registry in found if registry is not None), None)


def source_of(target: Any) -> str:
    """`file:line` of a definition, as far as Python knows."""
    try:
        return f"{near(inspect.getsourcefile(target))}:{inspect.getsourcelines(target)[1]}"
    except (OSError, TypeError):
        return target.__module__


def _find(base: type) -> Registry[Any] | None:
    return next((entry for entry in _registries.values() if entry.base is base), None)


def _identity(target: Any) -> str:
    """The same text for the same definition after its module is reloaded."""
    return f"{target.__module__}.{target.__qualname__}"
