"""Posterior distillation: the labels' probabilities at each token."""

from pydantic import PositiveFloat
from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.divergence import token_kl
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("posterior_kl")
class PosteriorKL(Loss):
    """Divergence of the student's token marginals from the teacher's.

    L = tau^2 sum_t KL(q_T^tau(. | t) || q_S^tau(. | t))   [B]

    q(j | t) is the exact probability that token t has label j, summed over all label sequences.
    Tau divides the scores, transitions included, before these sums are taken; it does not temper
    the marginals. Several teachers are the mixture of their tempered distributions.

    Source: Wang et al. 2020 (arXiv 2004.03846).

    Args:
        temperature: tau; above one flattens both distributions.
    """

    needs = Needs(scores=True)

    def __init__(self, temperature: PositiveFloat = 1.0) -> None:
        super().__init__()
        self.temperature = temperature

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        tau = self.temperature
        own = student.chain.temper(tau).marginals(wide=True)
        divergence = token_kl(teacher.marginals(tau), own)
        return tau**2 * divergence.to(student.chain.emissions.dtype)
