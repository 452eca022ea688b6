"""pytorch-crf."""

from torch import Tensor

from benchmarks.crf.contenders.contender import WithGradients
from benchmarks.crf.contenders.module_peer import ModulePeer
from benchmarks.crf.problem import Problem


class PytorchCRF(ModulePeer):
    name = "pytorch-crf"
    distribution = "pytorch-crf"
    module = "torchcrf"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.crf = self.load().CRF(len(problem.start), batch_first=True)
        self._copy_parameters()

    def nll(self) -> WithGradients:
        value = -self.crf(self.problem.emissions, self.problem.gold, self.problem.mask)
        return self._with_gradients(value)

    def viterbi(self) -> list[list[int]]:
        return self.crf.decode(self.problem.emissions, self.problem.mask)

    def log_partition(self, emissions: Tensor) -> Tensor:
        return self.crf._compute_normalizer(emissions.transpose(0, 1), self.problem.mask.T)

    def score(self, emissions: Tensor, paths: Tensor, mask: Tensor) -> Tensor:
        return self.crf._compute_score(emissions.transpose(0, 1), paths.T, mask.T)
