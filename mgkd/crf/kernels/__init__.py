"""Which kernels serve which device."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import torch

from mgkd.crf.kernels.compiled import COMPILED
from mgkd.crf.kernels.interface import EdgePosterior, Gradients, Kernels, Posterior
from mgkd.crf.kernels.plain import LOG_SPACE, SCALED

# Every set that computes on the CPU; the tests hold each of them to the same facts.
CPU_KERNELS = (COMPILED, SCALED, LOG_SPACE)

_chosen: ContextVar[Kernels | None] = ContextVar("kernels", default=None)


def kernels_for(device: torch.device) -> Kernels:
    """The kernels that a chain on a device gets, unless others were asked for."""
    return _chosen.get() or (COMPILED if device.type == "cpu" else LOG_SPACE)


@contextmanager
def using(kernels: Kernels) -> Iterator[None]:
    """Chains made inside get these kernels, and keep them: for comparing kernels."""
    token = _chosen.set(kernels)
    try:
        yield
    finally:
        _chosen.reset(token)


__all__ = [
    "COMPILED",
    "CPU_KERNELS",
    "LOG_SPACE",
    "SCALED",
    "EdgePosterior",
    "Gradients",
    "Kernels",
    "Posterior",
    "kernels_for",
    "using",
]
