"""Libraries whose CRF is a torch module with parameters of its own."""

from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import pad

from benchmarks.crf.contenders.contender import Contender, WithGradients, with_gradients

# What these libraries take for minus infinity, which turns their gradients into NaN.
FORBIDDEN = -1e4


class ModulePeer(Contender):
    """Has start, end and transition scores as parameters, (from, to) unless said otherwise.

    These modules offer the negative log-likelihood and the best path. What else is asked is put
    together from the two parts of the likelihood, called once for as many rows as needed: the
    cheapest way that a user could take. Marginals are the gradient of log Z.
    """

    parameters = ("transitions", "start_transitions", "end_transitions")
    crf: Any

    def log_partition(self, emissions: Tensor) -> Tensor:
        """log Z of each row, [B]."""
        raise NotImplementedError

    def score(self, emissions: Tensor, paths: Tensor, mask: Tensor) -> Tensor:
        """The score of a path for each row, [B]."""
        raise NotImplementedError

    def cross_entropy(self) -> WithGradients:
        batch, number, count = self.problem.paths.shape
        scores = self.score(
            self.problem.emissions.repeat_interleave(number, 0),
            self.problem.paths.view(batch * number, count),
            self.problem.mask.repeat_interleave(number, 0),
        )
        total = self.log_partition(self.problem.emissions)
        weights = self.problem.weights
        return self._with_gradients((weights.sum(1) * total).sum() - weights.flatten() @ scores)

    def fuzzy(self) -> WithGradients:
        emissions = self.problem.emissions
        restricted = emissions.masked_fill(~self.problem.allowed, FORBIDDEN)
        value = self.log_partition(emissions) - self.log_partition(restricted)
        return self._with_gradients(value.sum())

    def marginals(self) -> Tensor:
        total = self.log_partition(self.problem.emissions).sum()
        return torch.autograd.grad(total, self.problem.emissions)[0]

    def _copy_parameters(self) -> None:
        """Gives the module the problem's scores."""
        with torch.no_grad():
            scores = (self.problem.transitions, self.problem.start, self.problem.end)
            for name, values in zip(self.parameters, scores, strict=True):
                getattr(self.crf, name).copy_(values)

    def _with_gradients(self, value: Tensor) -> WithGradients:
        parameters = [getattr(self.crf, name) for name in self.parameters]
        return WithGradients(*with_gradients(value, (self.problem.emissions, *parameters)))


def in_one_matrix(transitions: Tensor, start: Tensor, end: Tensor) -> Tensor:
    """All scores as one matrix (to, from), start and end being labels L and L + 1."""
    labels = len(start)
    matrix = pad(transitions.T, (0, 2, 0, 2), value=FORBIDDEN)
    matrix[:labels, labels] = start
    matrix[labels + 1, :labels] = end
    return matrix
