"""Regression on the teacher's emissions."""

from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.tokens import over_tokens, student_emissions
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("logit_mse")
class LogitMSE(Loss):
    """Squared distance of the student's emissions from the teacher's.

    L = sum_t |phi_S,t - phi_T,t|^2, not in nats   [B]

    A constant added to all emissions of a token changes no probability, yet it changes this
    distance. `centred` takes the mean difference of each token out first, which is the least
    distance over all such constants, so that the student need not learn them. Labels that the
    teacher holds impossible (-inf), or whose scores it did not store (`top_labels`), are left out.
    Of several teachers the distances are averaged. Both taggers must have one tag scheme.

    Source: Tang et al. 2019 (arXiv 1903.12136), who do not centre.

    Args:
        centred: whether only differences between the labels of a token count.
    """

    needs = Needs(scores=True)
    reads_emissions = True
    fewest_labels = 2  # of a single one nothing is said of the others

    def __init__(self, centred: bool = False) -> None:
        super().__init__()
        self.centred = centred

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        own = student_emissions(student, batch)
        distances = sum(share * self._distance(own, phi) for share, phi in teacher.emissions())
        return over_tokens(distances, batch)

    def _distance(self, own: Tensor, others: Tensor) -> Tensor:
        """[B, T] between emissions [B, T, L]; anything on padding."""
        compared = others.isfinite()
        difference = own - others.masked_fill(~compared, 0.0)
        if self.centred:
            count = compared.sum(dim=2, keepdim=True).clamp(min=1)
            difference = difference - difference.masked_fill(~compared, 0.0).sum(2, True) / count
        return difference.square().masked_fill(~compared, 0.0).sum(dim=2)
