"""How a constructor says that an argument is not simply read from the config."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated, Any, Generic, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Marker(Enum):
    """What `Supplied` and `Inline` leave in an annotation."""

    SUPPLIED = "supplied"
    INLINE = "inline"


Supplied = Annotated[T, Marker.SUPPLIED]
"""The program hands the argument over when it builds; it may never stand in a config."""

Inline = Annotated[T, Marker.INLINE]
"""The component's keys stand in the object of the constructor that takes it, beside its own.

With `def __init__(self, loss: Inline[Loss], weight: float = 1.0)` the object
`{type: 'gold_nll', weight: 1.0}` gives `weight` to the constructor and the rest to the loss.
"""


@dataclass(frozen=True)
class Deferred(Generic[T_co]):
    """A component that has been checked and is built when called.

    For what can only be built once something else is known: an encoder once the width of its
    input is. Calling it with the arguments that it marks `Supplied` builds it; it may be called
    more than once and builds anew each time. What was supplied to the enclosing build is not
    passed on; objects of it may be referred to.

    Attributes:
        tree: its part of the config, with defaults and types written out.
        path: where that part stands.

    Raises (when called):
        ConfigError: when the constructor finds its arguments at odds with each other.
        TypeError: when an argument that it marks `Supplied` is not handed over.
    """

    construct: Callable[..., T_co] = field(repr=False)
    tree: Any = None
    path: str = ""

    def __call__(self, **supplied: Any) -> T_co:
        return self.construct(**supplied)
