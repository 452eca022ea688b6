"""Registries: the names by which a config calls components."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import catalogue

from mgkd.config.errors import UserError
from mgkd.config.spelling import nearest

T = TypeVar("T")
Target = TypeVar("Target", bound=Callable[..., Any])

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

    Args:
        plural: the name of the registry, as in `mgkd components losses`.
        noun: what one component is called in messages.
        base: the class that says what each component promises.

    Raises:
        ValueError: when there is a registry of that name or for that base already.
    """

    def __init__(self, plural: str, *, noun: str, base: type[T]) -> None:
        taken = _registries.get(plural) or _find(base)
        if taken and (taken.plural, _origin(taken.base)) != (plural, _origin(base)):
            raise ValueError(
                f"there is a registry {taken.plural} of {taken.base.__qualname__} already"
            )
        self.plural = plural
        self.noun = noun
        self.base = base
        self._entries = catalogue.create("mgkd", plural)
        _registries[plural] = self

    def register(self, name: str) -> Callable[[Target], Target]:
        """Decorates a subclass of the base, or a function that returns one, with its name.

        Raises:
            ValueError: when the name is taken by something else. The same definition, met again
                after its module was reloaded, replaces the old one.
            TypeError: when a class is no subclass of the base, or an argument is called `type`,
                the key that chooses among components.
        """

        def add(target: Target) -> Target:
            if isinstance(target, type) and not issubclass(target, self.base):
                raise TypeError(
                    f"{target.__qualname__} cannot be the {self.noun} {name}: "
                    f"it is no subclass of {self.base.__qualname__}"
                )
            if "type" in inspect.signature(target).parameters:
                raise TypeError(f"{target.__qualname__}: an argument cannot be called type")
            holder = self._all().get(name)
            if holder is not None and _origin(holder) != _origin(target):
                raise ValueError(
                    f"the {self.noun} {name} is registered already, by {_origin(holder)}"
                )
            self._entries.register(name, func=target)
            return target

        return add

    def get(self, name: str) -> Callable[..., T]:
        """The component of that name.

        Raises:
            UserError: when there is none, with the nearest names.
        """
        if name not in self:
            raise UserError(self.unknown(name))
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
        """The registered names, sorted."""
        return sorted(self._all())

    def items(self) -> list[tuple[str, Callable[..., T]]]:
        """Names and components, sorted by name."""
        return sorted(self._all().items())

    def name_of(self, target: Callable[..., Any]) -> str | None:
        """The name under which `target` itself is registered, if any."""
        return next((name for name, entry in self.items() if entry is target), None)

    def __contains__(self, name: str) -> bool:
        return name in self._all()

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return f"Registry({self.plural}: {self.listing()})"

    def _all(self) -> dict[str, Callable[..., T]]:
        return self._entries.get_all()


def all_registries() -> dict[str, Registry[Any]]:
    """Every registry by its plural name, in alphabetical order."""
    return dict(sorted(_registries.items()))


def registry_of(cls: type) -> Registry[Any] | None:
    """The registry whose components `cls` belongs to: its own, or that of a class it inherits."""
    found = (_find(ancestor) for ancestor in cls.__mro__)
    return next((registry for registry in found if registry is not None), None)


def _find(base: type) -> Registry[Any] | None:
    return next((entry for entry in _registries.values() if entry.base is base), None)


def _origin(target: Any) -> str:
    """Where something was defined: the same text after its module is reloaded."""
    return f"{target.__module__}.{target.__qualname__}"
