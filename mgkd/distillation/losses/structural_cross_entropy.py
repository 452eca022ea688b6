"""Exact structural distillation: the cross-entropy over all label sequences."""

from pydantic import PositiveFloat
from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("structural_cross_entropy")
class StructuralCrossEntropy(Loss):
    """Cross-entropy of the student with the teacher's whole distribution, exact.

    L = tau^2 * -sum_y p_T^tau(y) log p_S^tau(y), over all label sequences y   [B]

    All scores of both, transitions included, are divided by tau. It differs from the divergence
    KL(p_T || p_S) by the teacher's entropy, so it is not zero where the student is like its
    teacher, but has no gradient there. Several teachers are the mixture of their tempered
    distributions.

    Source: Wang et al. 2021 (arXiv 2010.05010).

    Args:
        temperature: tau; above one flattens both distributions.
    """

    needs = Needs(scores=True)

    def __init__(self, temperature: PositiveFloat = 1.0) -> None:
        super().__init__()
        self.temperature = temperature

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        tau = self.temperature
        return tau**2 * teacher.cross_entropy(student.chain, tau)
