"""Reading a constructor: its signature is the schema of its part of a config."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from mgkd.config.markers import Marker
from mgkd.config.shapes import Shape, shape_of


@dataclass(frozen=True)
class Parameter:
    """An argument of a constructor that a config gives.

    Attributes:
        name: which is also the key in the config.
        shape: what the config must give for it.
        default: `inspect.Parameter.empty` when there is none.
    """

    name: str
    shape: Shape
    default: Any

    @property
    def required(self) -> bool:
        return self.default is inspect.Parameter.empty


@dataclass(frozen=True)
class Signature:
    """The arguments of a constructor, by where they come from.

    Attributes:
        keys: those that are keys in the config, in the order of the signature.
        inline: the one whose own keys stand among them, if any.
        supplied: those that the program hands over: name and whether it must.
    """

    keys: Mapping[str, Parameter]
    inline: Parameter | None
    supplied: Mapping[str, bool]

    def beside(self, tree: Mapping[str, Any]) -> dict[str, Any]:
        """The keys of `tree` that belong to nobody here, hence to the inline component."""
        return {
            key: value
            for key, value in tree.items()
            if key not in self.keys and key not in self.supplied
        }


@cache
def signature_of(target: Callable[..., Any]) -> Signature:
    """Reads the constructor of a class, or a function.

    `*args` and `**kwargs` are left out: no key of a config can name them.

    Raises:
        TypeError: when an argument has no annotation, or one that cannot be resolved or that no
            config could meet; or when two are `Inline`. Mistakes of the component's author.
    """
    keys, inline, supplied = {}, [], {}
    hints = _hints(target)
    for parameter in inspect.signature(target).parameters.values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if parameter.name not in hints:
            raise TypeError(
                f"{target.__qualname__}: the argument {parameter.name} has no annotation"
            )
        annotation, marker = _without_marker(hints[parameter.name])
        if marker is Marker.SUPPLIED:
            supplied[parameter.name] = parameter.default is parameter.empty
        elif marker is Marker.INLINE:
            inline.append(_read(target, parameter, annotation))
        else:
            keys[parameter.name] = _read(target, parameter, annotation)
    if len(inline) > 1:
        raise TypeError(f"{target.__qualname__}: only one argument can be Inline")
    return Signature(keys, inline[0] if inline else None, supplied)


def _hints(target: Callable[..., Any]) -> dict[str, Any]:
    function = target.__init__ if isinstance(target, type) else target
    try:
        return get_type_hints(function, include_extras=True)
    except NameError as error:
        raise TypeError(
            f"{target.__qualname__}: {error}; what annotates an argument must be imported when the "
            "program runs, not under TYPE_CHECKING alone"
        ) from error


def _read(target: Callable[..., Any], parameter: inspect.Parameter, annotation: Any) -> Parameter:
    try:
        return Parameter(parameter.name, shape_of(annotation), _default(target, parameter))
    except TypeError as error:
        raise TypeError(f"{target.__qualname__}: argument {parameter.name}: {error}") from error


def _default(target: Callable[..., Any], parameter: inspect.Parameter) -> Any:
    """The default of an argument; for a dataclass's field, what its factory makes."""
    field = getattr(target, "__dataclass_fields__", {}).get(parameter.name)
    if field is not None and field.default_factory is not MISSING:
        return field.default_factory()
    return parameter.default


def _without_marker(annotation: Any) -> tuple[Any, Marker | None]:
    """Takes `Supplied` or `Inline` off an annotation and keeps its other metadata."""
    if get_origin(annotation) is not Annotated:
        return annotation, None
    markers = [item for item in annotation.__metadata__ if isinstance(item, Marker)]
    others = [item for item in annotation.__metadata__ if not isinstance(item, Marker)]
    inner = get_args(annotation)[0]
    bare = Annotated[(inner, *others)] if others else inner
    return bare, markers[0] if markers else None
