"""torch-struct."""

import warnings
from typing import Any

import torch
from torch import Tensor

from benchmarks.crf.contenders.contender import Contender, WithGradients, with_gradients
from benchmarks.crf.contenders.module_peer import FORBIDDEN
from benchmarks.crf.problem import Problem


class TorchStruct(Contender):
    """Takes a score for each pair of neighbouring labels, (to, from), which each call makes.

    A token before the first, which only has label 0, carries the first token's scores; without it
    a sentence of a single token would have no pair to be scored by. This costs one pair more, which
    the library's rounding up to a power of two hides at the usual lengths.
    """

    name = "torch-struct"
    distribution = "torch-struct"
    module = "torch_struct"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.package = self.load()

    @classmethod
    def load(cls):
        # Its distributions say nothing of their arguments' constraints, and torch says so.
        warnings.filterwarnings("ignore", message=".*does not define `arg_constraints`")
        return super().load()

    def memory(self, k: int | None) -> int:
        """Its first product of neighbouring pairs, of k * k * B * T/2 * L**3 scores, and copies."""
        batch, count, labels = self.problem.emissions.shape
        return 3 * 4 * (k or 1) ** 2 * batch * -(-count // 2) * labels**3

    def nll(self) -> WithGradients:
        chain = self._chain(self.problem.emissions)
        score = self._scores(chain.log_potentials, self.problem.gold.unsqueeze(1))
        return self._with_gradients((chain.partition - score.squeeze(1)).sum())

    def viterbi(self) -> Tensor:
        return _labels(self._chain(self.problem.emissions).argmax)

    def kbest(self, k: int) -> Tensor:
        return _labels(self._chain(self.problem.emissions).topk(k)).transpose(0, 1)

    def cross_entropy(self) -> WithGradients:
        chain = self._chain(self.problem.emissions)
        scores = self._scores(chain.log_potentials, self.problem.paths)
        log_probs = scores - chain.partition.unsqueeze(1)
        return self._with_gradients(-(self.problem.weights * log_probs).sum())

    def fuzzy(self) -> WithGradients:
        emissions = self.problem.emissions
        allowed = emissions.masked_fill(~self.problem.allowed, FORBIDDEN)
        value = self._chain(emissions).partition - self._chain(allowed).partition
        return self._with_gradients(value.sum())

    def marginals(self) -> Tensor:
        return self._chain(self.problem.emissions).marginals.detach().sum(-1)

    def _chain(self, emissions: Tensor) -> Any:
        problem = self.problem
        last = torch.arange(emissions.shape[1]) == (problem.lengths - 1).unsqueeze(1)
        tokens = emissions + last.unsqueeze(2) * problem.end
        first = torch.full_like(problem.transitions, FORBIDDEN)
        first[:, 0] = problem.start
        between = problem.transitions.T.expand(len(emissions), emissions.shape[1] - 1, -1, -1)
        pairs = torch.cat([first.expand(len(emissions), 1, -1, -1), between], dim=1)
        pairs = pairs + tokens.unsqueeze(3)
        return self.package.LinearChainCRF(pairs, lengths=problem.lengths + 1)

    def _scores(self, pairs: Tensor, paths: Tensor) -> Tensor:
        """Of paths [B, K, T]; the library's own way is a one-hot tensor as large as all pairs."""
        batch, count, labels, _ = pairs.shape
        before = torch.cat([torch.zeros_like(paths[:, :, :1]), paths[:, :, :-1]], dim=2)
        chosen = (paths * labels + before).transpose(1, 2)
        scores = pairs.view(batch, count, labels * labels).gather(2, chosen)
        return (scores * self.problem.mask.unsqueeze(2)).sum(1)

    def _with_gradients(self, value: Tensor) -> WithGradients:
        return WithGradients(*with_gradients(value, self.problem.scores))


def _labels(pairs: Tensor) -> Tensor:
    """Paths from ones at pairs [..., T, to, from]."""
    return pairs.detach().sum(-1).argmax(-1)
