"""Which constructor an object of a config calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from mgkd.config.english import shown, with_article
from mgkd.config.registry import Registry, all_registries, registry_of


@dataclass(frozen=True)
class Component:
    """An object whose keys are the arguments of a constructor.

    When `cls` is the base of a registry, or a class with registered subclasses, the object's key
    `type` says which constructor. When `cls` is itself registered, `type` may be left out.
    Any other class stands for itself and takes no `type`.
    """

    cls: type

    @property
    def registry(self) -> Registry[Any] | None:
        """Where `type` is looked up; None when the class stands for itself."""
        registry = registry_of(self.cls)
        if registry is None or registry.base is self.cls or self._fitting(registry):
            return registry
        return None

    @property
    def expectation(self) -> str:
        """What an object for it is called in messages."""
        if self.registry is None:
            return f"an object with the keys of {self.cls.__name__}"
        return f'{with_article(self.registry.noun)} (an object with "type")'

    def target(self, tree: Mapping[str, Any]) -> Callable[..., Any]:
        """The constructor that the object `tree` asks for.

        Raises:
            LookupError: when its `type` settles none, with what to say of that key.
        """
        registry = self.registry
        if registry is None:
            return self.cls
        if "type" not in tree:
            if registry.name_of(self.cls) is not None:
                return self.cls
            raise LookupError(f"missing; one of {self._choices(registry)} ({registry.hint})")
        name = tree["type"]
        if not isinstance(name, str):
            raise LookupError(
                f"expected the name of {with_article(registry.noun)}, found {shown(name)}"
            )
        if name not in registry:
            raise LookupError(registry.unknown(name))
        if name not in self._fitting(registry):
            raise LookupError(f"{name} does not fit here; one of {self._choices(registry)} does")
        return registry.get(name)

    def arguments(self, tree: Mapping[str, Any]) -> dict[str, Any]:
        """The keys of `tree` that go to the constructor: all but a `type` that chose it."""
        if self.registry is None:
            return dict(tree)
        return {key: value for key, value in tree.items() if key != "type"}

    def _fitting(self, registry: Registry[Any]) -> list[str]:
        """The names under which something is registered that is a `cls`."""
        made = ((name, _made_by(entry) or registry.base) for name, entry in registry.items())
        return [name for name, cls in made if issubclass(cls, self.cls)]

    def _choices(self, registry: Registry[Any]) -> str:
        return ", ".join(self._fitting(registry)) or "none, as none is registered"


def name_of(target: Callable[..., Any]) -> str:
    """What a constructor is called in messages: its registered name, or its own."""
    names = (registry.name_of(target) for registry in all_registries().values())
    return next((name for name in names if name is not None), target.__name__)


def _made_by(target: Callable[..., Any]) -> type | None:
    """The class of what `target` returns; None for a function that does not say."""
    if isinstance(target, type):
        return target
    made = get_type_hints(target).get("return")
    return made if isinstance(made, type) else None
