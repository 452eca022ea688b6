"""TorchCRF."""

from torch import Tensor

from benchmarks.crf.contenders.contender import WithGradients
from benchmarks.crf.contenders.module_peer import ModulePeer
from benchmarks.crf.problem import Problem


class TorchCRF(ModulePeer):
    name = "TorchCRF"
    distribution = "TorchCRF"
    module = "TorchCRF"
    parameters = ("trans_matrix", "start_trans", "end_trans")

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.crf = self.load().CRF(len(problem.start), use_gpu=False)
        self._copy_parameters()

    def nll(self) -> WithGradients:
        log_probs = self.crf(self.problem.emissions, self.problem.gold, self.problem.mask)
        return self._with_gradients(-log_probs.sum())

    def viterbi(self) -> list[list[int]]:
        return self.crf.viterbi_decode(self.problem.emissions, self.problem.mask)

    def log_partition(self, emissions: Tensor) -> Tensor:
        return self.crf._compute_denominator_log_likelihood(emissions, self.problem.mask)

    def score(self, emissions: Tensor, paths: Tensor, mask: Tensor) -> Tensor:
        return self.crf._compute_numerator_log_likelihood(emissions, paths, mask)
