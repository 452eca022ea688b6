"""linear-crf-torch."""

from typing import Any

import torch

from benchmarks.crf.contenders.contender import Contender, WithGradients, with_gradients
from benchmarks.crf.problem import Problem


class LinearCRFTorch(Contender):
    """Has neither log Z nor the score of a path but inside its loss."""

    name = "linear-crf-torch"
    distribution = "linear-crf-torch"
    module = "linear_crf"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.crf: Any = self.load().LinearCRF(len(problem.start), batch_first=True)
        with torch.no_grad():
            self.crf.transitions.copy_(problem.transitions)
            self.crf.starts.copy_(problem.start)
            self.crf.ends.copy_(problem.end)

    def nll(self) -> WithGradients:
        # The loss is a mean over tokens.
        loss = self.crf(self.problem.emissions, self.problem.gold, self.problem.mask)
        value = loss * self.problem.mask.sum()
        leaves = (self.problem.emissions, self.crf.transitions, self.crf.starts, self.crf.ends)
        return WithGradients(*with_gradients(value, leaves))

    def viterbi(self) -> list[list[int]]:
        return self.crf.decode(self.problem.emissions, self.problem.mask)
