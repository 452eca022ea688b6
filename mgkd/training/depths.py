"""How deep in a stack of layers a parameter lies, by its name."""

import re
from collections.abc import Sequence

NUMBERED = re.compile(r"(?P<stack>|.*?\.)(?P<number>\d+)\.")  # the outermost number of a name


def depths_of(names: Sequence[str]) -> list[int]:
    """For each parameter how many layers lie above its own; 0 in the last one and behind it.

    A layer is known by its number, as in `encoder.layer.3.output.weight`. What comes before the
    first layer, in the order of the names, lies one deeper than layer 0.

    Args:
        names: in the order in which the model has the parameters.

    Raises:
        ValueError: when no name has a number, or there are numbers of several stacks.
    """
    found = [NUMBERED.match(name) for name in names]
    stacks = sorted({match["stack"].removesuffix(".") for match in found if match})
    if len(stacks) != 1:
        where = f"there are several: {', '.join(stacks)}" if stacks else f"such as {names[0]}"
        raise ValueError(f"the names must have the numbers of one stack of layers; {where}")
    numbers = [int(match["number"]) for match in found if match]
    first, last = next(i for i, match in enumerate(found) if match), max(numbers)
    return [
        last - int(match["number"]) if match else (last + 1 if index < first else 0)
        for index, match in enumerate(found)
    ]
