"""What takes part in the comparison."""

import importlib
from collections.abc import Sequence
from importlib import metadata
from typing import NamedTuple

import torch
from torch import Tensor

from benchmarks.crf.problem import Problem


class WithGradients(NamedTuple):
    """A value summed over the rows, and its gradient with respect to each of the scores."""

    value: Tensor
    emissions: Tensor
    transitions: Tensor
    start: Tensor
    end: Tensor


def with_gradients(value: Tensor, leaves: Sequence[Tensor]) -> tuple[Tensor, ...]:
    """The value, and its gradients: zeros for what it does not depend on.

    A batch of one-token rows does not depend on the transitions.
    """
    return value.detach(), *torch.autograd.grad(value, leaves, materialize_grads=True)


class Contender:
    """An implementation, given a problem.

    Making one is not timed: it is where parameters are copied into a library's module. The methods
    are timed whole. Those that a contender has are the operations that it takes part in:

        nll() -> WithGradients            of problem.gold, summed over the rows
        viterbi() -> paths                a tensor [B, T] or a list of paths
        kbest(k) -> paths                 a tensor [B, k, T] or a list of lists of paths
        cross_entropy() -> WithGradients  of problem.paths, weighted by problem.weights
        fuzzy() -> WithGradients          log Z less log Z over problem.allowed, summed
        marginals() -> Tensor             [B, T, L], anything on padding

    Attributes:
        name: as it stands in the tables.
        distribution: the package to install, None for what this project has.
        module: what is imported of it.
        own: whether it is this project's.
        compiled: whether the sums are done in a language other than Python with torch.
    """

    name: str
    distribution: str | None = None
    module: str | None = None
    own = False
    compiled = False

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def memory(self, k: int | None) -> int:
        """Bytes that a question about k paths takes at least, where that is worth a warning."""
        return 0

    @classmethod
    def missing(cls) -> str | None:
        """Why the contender cannot take part, None if it can."""
        if cls.module is None:
            return None
        try:
            metadata.version(cls.distribution)
        except metadata.PackageNotFoundError:
            return "not installed"
        try:
            cls.load()
        except Exception as error:
            return f"does not import: {error}"
        return None

    @classmethod
    def load(cls):
        """The library's module."""
        return importlib.import_module(cls.module)

    @classmethod
    def version(cls) -> str:
        return metadata.version(cls.distribution) if cls.distribution else ""
