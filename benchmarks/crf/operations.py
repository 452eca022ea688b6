"""What is timed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from benchmarks.crf.contenders.contender import Contender


@dataclass(frozen=True)
class Operation:
    """One question put to every contender that has a method of this name.

    Args:
        method: the contender's method.
        title: what is asked, in words.
        k: how many paths are asked for; None where it is no such question.
        gradient: whether the answer is a value with its gradients.
    """

    method: str
    title: str
    k: int | None = None
    gradient: bool = False

    @property
    def name(self) -> str:
        return self.method if self.k is None else f"{self.method}-{self.k}"

    def offered_by(self, contender: type[Contender]) -> bool:
        return hasattr(contender, self.method)

    def call(self, contender: Contender) -> Callable[[], Any]:
        """What is timed: the whole of it, each time. Decoding records no graph."""
        method = getattr(contender, self.method)
        arguments = () if self.k is None else (self.k,)
        if self.method in ("viterbi", "kbest"):
            method = torch.no_grad()(method)
        return lambda: method(*arguments)


NLL = Operation("nll", "Negative log-likelihood of one path a row, with gradient", gradient=True)
VITERBI = Operation("viterbi", "Best path")
KBEST = tuple(Operation("kbest", f"k best paths, k = {k}", k=k) for k in (1, 4, 8, 16))
CROSS_ENTROPY = Operation(
    "cross_entropy", "Cross-entropy with 16 weighted paths a row, with gradient", gradient=True
)
FUZZY = Operation("fuzzy", "log Z less log Z of the allowed labels, with gradient", gradient=True)
MARGINALS = Operation("marginals", "Marginals of every token")

OPERATIONS = (NLL, VITERBI, *KBEST, CROSS_ENTROPY, FUZZY, MARGINALS)
