"""Top-K: the mean over the teacher's k best label sequences."""

from pydantic import PositiveFloat, PositiveInt
from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.kbest_cross_entropy import KBestCrossEntropy
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("top_k")
class TopK(Loss):
    """Top-K distillation, plain or weighted, under the name of its paper.

    plain:    L = mean over k of -log p_S(y^k)   [B]
    weighted: L = sum_k w_k (-log p_S(y^k)), with w the softmax of the paths' scores within the k

    The weights sum to one, so nothing is divided by k a second time. The same as
    `kbest_cross_entropy` with uniform and with softmax weighting.

    Source: Wang et al. 2020 (arXiv 2004.03846).

    Args:
        k: how many paths; a sentence with fewer legal ones has fewer.
        weighted: whether the teacher's scores weigh the paths.
        temperature: above one flattens the weights. Without effect on the plain mean.
    """

    needs = Needs(paths="k")

    def __init__(
        self, k: PositiveInt = 4, weighted: bool = False, temperature: PositiveFloat = 1.0
    ) -> None:
        super().__init__()
        self.k = k
        self.cross_entropy = KBestCrossEntropy(k, "softmax" if weighted else "uniform", temperature)

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        return self.cross_entropy(student, teacher, batch)
