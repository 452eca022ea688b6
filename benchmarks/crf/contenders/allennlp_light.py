"""AllenNLP's CRF, from allennlp-light."""

import sys
from collections import defaultdict
from types import ModuleType
from typing import ClassVar

from torch import Tensor

from benchmarks.crf.contenders.contender import WithGradients
from benchmarks.crf.contenders.module_peer import ModulePeer
from benchmarks.crf.problem import Problem


class AllenNLP(ModulePeer):
    name = "allennlp-light"
    distribution = "allennlp-light"
    module = "allennlp_light.modules.conditional_random_field"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.crf = self.load().ConditionalRandomField(len(problem.start))
        self._copy_parameters()

    @classmethod
    def load(cls):
        if "tango" not in sys.modules:
            _stand_in_for_tango()
        return super().load()

    def nll(self) -> WithGradients:
        value = -self.crf(self.problem.emissions, self.problem.gold, self.problem.mask)
        return self._with_gradients(value)

    def viterbi(self) -> list[list[int]]:
        found = self.crf.viterbi_tags(self.problem.emissions, self.problem.mask)
        return [path for path, _ in found]

    def kbest(self, k: int) -> list[list[list[int]]]:
        found = self.crf.viterbi_tags(self.problem.emissions, self.problem.mask, top_k=k)
        return [[path for path, _ in paths] for paths in found]

    def log_partition(self, emissions: Tensor) -> Tensor:
        return self.crf._input_likelihood(emissions, self.crf.transitions, self.problem.mask)

    def score(self, emissions: Tensor, paths: Tensor, mask: Tensor) -> Tensor:
        return self.crf._joint_likelihood(emissions, self.crf.transitions, paths, mask)


def _stand_in_for_tango() -> None:
    """The three names that the package takes from ai2-tango, an experiment manager.

    ai2-tango itself comes with some thirty packages, and the CRF has no use for it.
    """

    class Registrable:
        _registry: ClassVar = defaultdict(dict)

        @classmethod
        def register(cls, *_, **__):
            return lambda registered: registered

    for name in ("tango", "tango.common", "tango.common.exceptions", "tango.common.registrable"):
        module = ModuleType(name)
        module.Registrable = module.FromParams = Registrable
        module.ConfigurationError = ValueError
        sys.modules[name] = module
