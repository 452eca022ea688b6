"""Building: a checked config becomes objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, overload

from mgkd.config.component import name_of
from mgkd.config.errors import ConfigError, Problem, UserError
from mgkd.config.markers import Deferred
from mgkd.config.nodes import Entries, Node, Postponed, Reference, Resolved, Several, Value
from mgkd.config.resolver import Resolution, resolve
from mgkd.config.signature import signature_of

T = TypeVar("T")


@overload
def build(annotation: type[T], tree: Any, /, path: str = "", **supplied: Any) -> T: ...
@overload
def build(annotation: Any, tree: Any, /, path: str = "", **supplied: Any) -> Any: ...
def build(annotation: Any, tree: Any, /, path: str = "", **supplied: Any) -> Any:
    """Checks `tree`, then builds it to `annotation`.

    Args:
        annotation: a class, or anything that may annotate an argument.
        tree: plain JSON values.
        path: where the tree stands in the config, for messages.
        supplied: what arguments marked `Supplied` receive, by name, in the constructor and in
            every component nested in it. What none asks for is ignored.

    Raises:
        ConfigError: with every problem of the tree; or with the one that a constructor found by
            raising ValueError. Its source is `config`: see `ConfigError.with_source`.
        TypeError: when a `Supplied` argument without a default is not among `supplied`.
    """
    resolution = resolve(annotation, tree, path)
    if resolution.problems:
        raise ConfigError("config", resolution.problems)
    return Building(resolution, supplied).build(resolution.root)


def rebuild(annotation: Any, tree: Any, /, path: str = "", **supplied: Any) -> Any:
    """As `build`, of what was built before and then saved: rules are not followed again.

    They may ask for files that what was saved needs no more.
    """
    resolution = resolve(annotation, tree, path)
    if resolution.mistakes:
        raise ConfigError("config", resolution.mistakes)
    return Building(resolution, supplied).build(resolution.root)


class Building:
    """One build: what is supplied to it, and the objects it has made.

    Args:
        resolution: the whole config that it is of.
        supplied: what arguments marked `Supplied` receive, by name.
        around: the build that a `Deferred` part stands in, whose objects it may refer to.
    """

    def __init__(
        self, resolution: Resolution, supplied: Mapping[str, Any], around: Building | None = None
    ) -> None:
        self.resolution = resolution
        self.supplied = supplied
        self.builds: list[Building] = [*around.builds, self] if around else [self]
        self.made: dict[Node, Any] = {}

    def build(self, resolved: Resolved) -> Any:
        match resolved:
            case Value(value):
                return value
            case Several(items, factory):
                return factory(map(self.build, items))
            case Entries(items):
                return {key: self.build(item) for key, item in items.items()}
            case Postponed(content, path):
                return self._deferred(content, path)
            case Reference(node=node):
                return self.builds[len(node.postponed)].build(node)
            case Node():
                if resolved not in self.made:
                    self.made[resolved] = self._construct(resolved)
                return self.made[resolved]
        raise TypeError(f"there is nothing to build from {resolved}")

    def _deferred(self, content: Resolved, path: str) -> Deferred[Any]:
        def construct(**supplied: Any) -> Any:
            return Building(self.resolution, supplied, around=self).build(content)

        return Deferred(construct, self.resolution.part(path), path)

    def _construct(self, node: Node) -> Any:
        arguments = self._arguments(node)
        try:
            return node.target(**arguments)
        except UserError:  # says already what to do; it may be a ValueError as well
            raise
        except ValueError as error:
            message = f"{node.type or name_of(node.target)}: {error}"
            raise ConfigError("config", [Problem(node.path, message)]) from error

    def _arguments(self, node: Node) -> dict[str, Any]:
        """What to call the constructor with; what stays at its default is left out."""
        signature = signature_of(node.target)
        arguments = {
            name: self.build(argument)
            for name, argument in node.arguments.items()
            if name == node.inline or name in node.given or signature.keys[name].required
        }
        for name, required in signature.supplied.items():
            if name in self.supplied:
                arguments[name] = self.supplied[name]
            elif required:
                raise TypeError(f"{node.target.__qualname__} needs {name}, which was not supplied")
        return arguments
