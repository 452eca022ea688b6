"""This project's chain, with the kernels that a user gets and with those in plain torch."""

import torch
from torch import Tensor

from benchmarks.crf.contenders.contender import Contender, WithGradients, with_gradients
from mgkd.crf import LinearChain
from mgkd.crf.kernels import SCALED, using


class Ours(Contender):
    """LinearChain as a user makes it: each call makes the chain, its checks included."""

    name = "ours"
    own = True

    def chain(self) -> LinearChain:
        return LinearChain(*self.problem.scores, self.problem.mask)

    def nll(self) -> WithGradients:
        return self._with_gradients(-self.chain().log_prob(self.problem.gold).sum())

    def viterbi(self) -> Tensor:
        return self.chain().viterbi().paths

    def kbest(self, k: int) -> Tensor:
        return self.chain().kbest(k).paths

    def cross_entropy(self) -> WithGradients:
        log_probs = self.chain().log_prob(self.problem.paths)
        return self._with_gradients(-(self.problem.weights * log_probs).sum())

    def fuzzy(self) -> WithGradients:
        chain = self.chain()
        allowed = chain.restrict(self.problem.allowed)
        return self._with_gradients((chain.log_partition() - allowed.log_partition()).sum())

    @torch.no_grad()
    def marginals(self) -> Tensor:
        return self.chain().marginals()

    def _with_gradients(self, value: Tensor) -> WithGradients:
        return WithGradients(*with_gradients(value, self.problem.scores))


class Reference(Ours):
    """The same chain with the kernels in plain torch."""

    name = "ours, plain torch"

    def chain(self) -> LinearChain:
        with using(SCALED):
            return super().chain()
