"""pytorch-partial-crf."""

import torch
from torch import Tensor

from benchmarks.crf.contenders.contender import WithGradients, with_gradients
from benchmarks.crf.contenders.module_peer import ModulePeer
from benchmarks.crf.problem import Problem


class PytorchPartialCRF(ModulePeer):
    """The one peer made for losses over sets of labels, and with marginals of its own.

    Its public loss takes a token's label as known or as unknown; sets of labels go into the two
    parts of that loss.
    """

    name = "pytorch-partial-crf"
    distribution = "pytorch-partial-crf"
    module = "pytorch_partial_crf"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.crf = self.load().CRF(len(problem.start))
        self._copy_parameters()
        self.partial = self.load().PartialCRF(len(problem.start))
        self.partial.load_state_dict(self.crf.state_dict())

    def nll(self) -> WithGradients:
        value = self.crf(self.problem.emissions, self.problem.gold, self.problem.mask)
        return self._with_gradients(value)

    def viterbi(self) -> list[list[int]]:
        return self.crf.viterbi_decode(self.problem.emissions, self.problem.mask)

    def fuzzy(self) -> WithGradients:
        emissions, mask = self.problem.emissions, self.problem.mask
        total = self.partial._denominator_score(emissions, mask)
        allowed = self.partial._numerator_score(
            emissions, self.problem.gold, mask, self.problem.allowed
        )
        value = (total - allowed).sum()
        parameters = [getattr(self.partial, name) for name in self.parameters]
        return WithGradients(*with_gradients(value, (emissions, *parameters)))

    @torch.no_grad()
    def marginals(self) -> Tensor:
        found = self.crf.marginal_probabilities(self.problem.emissions, self.problem.mask)
        return found.transpose(0, 1)

    def log_partition(self, emissions: Tensor) -> Tensor:
        return self.crf._denominator_score(emissions, self.problem.mask)

    def score(self, emissions: Tensor, paths: Tensor, mask: Tensor) -> Tensor:
        return self.crf._numerator_score(emissions, paths, mask)
