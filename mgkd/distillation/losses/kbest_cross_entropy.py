"""Cross-entropy with the teacher's k best label sequences."""

from typing import Literal

import torch
from pydantic import PositiveFloat, PositiveInt
from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("kbest_cross_entropy")
class KBestCrossEntropy(Loss):
    """Cross-entropy of the student with the teacher's k best label sequences.

    L = sum_k w_k (-log p_S(y^k)), over the teacher's k best paths y^k   [B]

    Source: sequence grain of Zhou et al. 2021, reconstructed; top-K distillation of Wang et al.
    2020 (arXiv 2004.03846).

    Args:
        k: how many paths; a sentence with fewer legal ones has fewer.
        weighting: `softmax` of the paths' scores / temperature within the k; `uniform` over
            them; or `probability`, the teacher's full p_T(y^k), which sums to less than one.
        temperature: above one flattens the softmax weights. Without effect on the others.
    """

    needs = Needs(paths="k")

    def __init__(
        self,
        k: PositiveInt = 4,
        weighting: Literal["softmax", "uniform", "probability"] = "softmax",
        temperature: PositiveFloat = 1.0,
    ) -> None:
        super().__init__()
        self.k = k
        self.weighting = weighting
        self.temperature = temperature

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        best = teacher.best(self.k)
        log_probs = student.chain.log_prob(best.paths)
        # A path that does not exist has weight zero, and its value must not turn that into NaN.
        log_probs = log_probs.masked_fill(~best.valid, 0.0)
        return -(self._weights(best) * log_probs).sum(dim=1)

    def _weights(self, best: TeacherKnowledge) -> Tensor:
        match self.weighting:
            case "softmax":
                return best.weights(self.temperature)
            case "uniform":
                return best.valid / best.valid.sum(dim=1, keepdim=True)
            case "probability":
                return torch.exp(best.log_probs)
