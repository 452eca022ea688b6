"""Which constructor an object of a config calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from mgkd.config.english import shown, with_article
from mgkd.config.registry import Registry, all_registries, registry_of


class UnknownName(LookupError):
    """Nothing is registered under a name."""


@dataclass(frozen=True)
class Component:
    """An object whose keys are the arguments of a constructor.

    When `cls` is the base of a registry, or a class with registered subclasses, the object's key
    `type` says which constructor; a string alone is short for an object with that type, and
    without a type the default of the registry is meant. When `cls` is itself registered and no
    base, `type` may be left out. Any other class stands for itself and takes no `type`.
    """

    cls: type

    @property
    def registry(self) -> Registry[Any] | None:
        """Where `type` is looked up; None when the class stands for itself."""
        registry = registry_of(self.cls)
        if registry is None or registry.base is self.cls or self.fitting(registry):
            return registry
        return None

    @property
    def expectation(self) -> str:
        """What an object for it is called in messages."""
        if self.registry is None:
            return f"an object with the keys of {self.cls.__name__}"
        return f'{with_article(self.registry.noun)} (its name, or an object with "type")'

    @property
    def default(self) -> str | None:
        """The type of an object that gives none, if there is one."""
        registry = self.registry
        if registry is None:
            return None
        return registry.default if registry.base is self.cls else registry.name_of(self.cls)

    def choose(self, name: Any) -> Callable[..., Any]:
        """The constructor registered under a `type`.

        Raises:
            LookupError: when there is none, or it does not fit, with what to say of that key.
        """
        registry = self.registry
        if not isinstance(name, str):
            raise LookupError(
                f"expected the name of {with_article(registry.noun)}, found {shown(name)}"
            )
        if name not in registry:
            raise UnknownName(_unknown(registry, name))
        target = registry.get(name)
        if not self.fits(target):
            raise LookupError(f"{name} does not fit here; one of {self._choices(registry)} does")
        return target

    def missing(self) -> str:
        """What to say where no `type` is given and none is the default."""
        return f"missing; one of {self._choices(self.registry)} ({self.registry.hint})"

    def fitting(self, registry: Registry[Any]) -> list[str]:
        """The names under which something is registered that fits."""
        loaded = dict(registry.items())
        names = registry.names() if registry.base is self.cls else list(loaded)
        return [name for name in names if name not in loaded or self.fits(loaded[name])]

    def fits(self, target: Callable[..., Any]) -> bool:
        """Whether what `target` makes may stand here."""
        made = _made_by(target)
        if (
            made is None
        ):  # a function that does not say: it is believed where any component would do
            registry = registry_of(self.cls)
            return registry is not None and registry.base is self.cls
        return issubclass(made, self.cls)

    def _choices(self, registry: Registry[Any]) -> str:
        return ", ".join(self.fitting(registry)) or "none, as none is registered"


def name_of(target: Callable[..., Any]) -> str:
    """What a constructor is called in messages: its registered name, or its own."""
    names = (registry.name_of(target) for registry in all_registries().values())
    return next((name for name in names if name is not None), target.__name__)


def _unknown(registry: Registry[Any], name: str) -> str:
    """Of a name that is registered elsewhere, where; else the nearest names."""
    elsewhere = [other for other in all_registries().values() if name in other]
    if elsewhere:
        noun = with_article(elsewhere[0].noun)
        return (
            f"{name} is {noun}, not {with_article(registry.noun)}; "
            f"there are: {registry.listing()} ({registry.hint})"
        )
    return registry.unknown(name)


def _made_by(target: Callable[..., Any]) -> type | None:
    """The class of what `target` returns; None for a function that does not say."""
    if isinstance(target, type):
        return target
    try:
        made = get_type_hints(target).get("return")
    except NameError as error:
        raise TypeError(f"{target.__qualname__}: what it returns is not known: {error}") from error
    return made if isinstance(made, type) else None
