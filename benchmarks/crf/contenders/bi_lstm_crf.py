"""bi-lstm-crf."""

from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import pad

from benchmarks.crf.contenders.contender import Contender, WithGradients, with_gradients
from benchmarks.crf.contenders.module_peer import in_one_matrix
from benchmarks.crf.problem import Problem


class BiLSTMCRF(Contender):
    """Keeps start and end as two more labels; its linear layer is taken out, being no part of it.

    It has neither log Z nor the score of a path but inside its loss.
    """

    name = "bi-lstm-crf"
    distribution = "bi-lstm-crf"
    module = "bi_lstm_crf.model.crf"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        labels = len(problem.start)
        self.crf: Any = self.load().CRF(labels, labels)
        self.crf.fc = torch.nn.Identity()
        with torch.no_grad():
            self.crf.transitions.copy_(in_one_matrix(*problem.scores[1:]))

    def nll(self) -> WithGradients:
        mean = self.crf.loss(self._emissions(), self.problem.gold, self.problem.mask)
        value = mean * len(self.problem.emissions)
        leaves = (self.problem.emissions, self.crf.transitions)
        value, emissions, matrix = with_gradients(value, leaves)
        labels = len(self.problem.start)
        return WithGradients(
            value,
            emissions,
            matrix[:labels, :labels].T,
            matrix[:labels, labels],
            matrix[labels + 1, :labels],
        )

    def viterbi(self) -> list[list[int]]:
        return self.crf(self._emissions(), self.problem.mask)[1]

    def _emissions(self) -> Tensor:
        return pad(self.problem.emissions, (0, 2))
