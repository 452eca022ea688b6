"""How deep in a stack of layers a parameter lies, by its name."""

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple


def depths_of(names: Sequence[str]) -> list[int]:
    """For each parameter how many layers lie above its own; 0 in the last one and behind it.

    A layer is known by its number, as in `encoder.layer.3.output.weight`: the first in the name
    behind what all names begin with. What comes before the first layer lies one deeper than it.

    Args:
        names: in the order in which the model has the parameters.

    Raises:
        ValueError: when no name has a number, or there are numbers of several stacks.
    """
    columns = zip(*(name.split(".") for name in names), strict=False)
    shared = len(list(takewhile(lambda parts: len(set(parts)) == 1, columns)))
    found = [_layer_of(name, shared) for name in names]
    stacks = sorted({layer.stack for layer in found if layer})
    if len(stacks) != 1:
        what = f"there are several: {', '.join(stacks)}" if stacks else f"such as {names[0]}"
        raise ValueError(f"the names must have the numbers of one stack of layers; {what}")
    last = max(layer.number for layer in found if layer)
    first = next(index for index, layer in enumerate(found) if layer)
    return [
        last - layer.number if layer else (last + 1 if index < first else 0)
        for index, layer in enumerate(found)
    ]


class _Layer(NamedTuple):
    stack: str
    number: int


def _layer_of(name: str, shared: int) -> _Layer | None:
    """By the first number in the name, behind so many of its parts."""
    parts = name.split(".")
    for place in range(shared, len(parts)):
        if parts[place].isdigit():
            return _Layer(".".join(parts[:place]), int(parts[place]))
    return None
