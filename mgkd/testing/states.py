"""Made-up inner states, to try a loss that looks at them."""

import torch
from torch import Generator, Tensor

from mgkd.models import Attention, Heads, Inside, States, StateSizes

STUDENT = StateSizes(hidden=(4, 6, 6), attention=(Heads(2, 3), Heads(2, 3)))
TEACHER = StateSizes(hidden=(5, 8, 8, 8, 8), attention=(Heads(2, 4),) * 4)


def random_states(sizes: StateSizes, rows: int, length: int, generator: Generator) -> States:
    """Of these sizes, all of them, on a batch [rows, length]."""

    def normal(*shape: int) -> Tensor:
        return torch.randn(rows, length, *shape, generator=generator)

    return States(
        tuple(normal(width) for width in sizes.hidden),
        tuple(Attention(*(normal(*heads) for _ in range(3))) for heads in sizes.attention),
    )


def wanted_of(states: States, inside: Inside) -> States | None:
    """What is wanted of them."""
    if not inside:
        return None
    return States(
        states.hidden if inside.hidden else (), states.attention if inside.attention else ()
    )


def longer(values: Tensor, more: int) -> Tensor:
    """[B, T, ...] with so much padding behind, on which anything may stand."""
    padding = values.new_full((len(values), more, *values.shape[2:]), 0.5)
    return torch.cat([values, padding], dim=1)
