"""DIST: correlation in place of divergence."""

from pydantic import NonNegativeFloat, PositiveFloat
from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.tokens import (
    over_tokens,
    student_log_probabilities,
    teacher_probabilities,
)
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput

LEAST = 1e-12  # sums of squares below this, the student's relative to its own, are rounding


@losses.register("dist")
class DIST(Loss):
    """One minus the correlation of the student's probabilities with the teacher's.

    L = tau^2 sum_t (beta (1 - r_t) + gamma mean_j (1 - r_j)), not in nats   [B]

    r_t is Pearson's correlation over the labels of token t (between classes), r_j that over the
    tokens of the sentence for label j (within a class); probabilities are the softmaxes of the
    emissions / tau, so both taggers must have one tag scheme. A student whose probabilities are
    the teacher's, scaled and shifted by whatever constants, has loss 0: it need not be as sure.

    The paper correlates within a class over a batch; here it is over a sentence, since the loss of
    a sentence must not depend on which others share its batch. Where the teacher's probabilities do
    not vary there is nothing to correlate, and the loss is 0: within classes this holds for every
    sentence of one token. Where only the student's do not vary they correlate with nothing, and the
    loss is 1, without gradient.

    Source: Huang et al. 2022 (arXiv 2205.10536).

    Args:
        beta: weight of the part between classes.
        gamma: weight of the part within classes.
        temperature: tau.
    """

    needs = Needs(scores=True)
    reads_emissions = True

    def __init__(
        self,
        beta: NonNegativeFloat = 1.0,
        gamma: NonNegativeFloat = 1.0,
        temperature: PositiveFloat = 1.0,
    ) -> None:
        super().__init__()
        self.beta = beta
        self.gamma = gamma
        self.temperature = temperature

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        tau, real = self.temperature, batch.mask.unsqueeze(2)
        p = teacher_probabilities(teacher, tau)
        q = student_log_probabilities(student, batch, tau).exp()
        between = over_tokens(_distance(p, q, real.expand_as(p), dim=2), batch)
        within = _distance(p, q, real.expand_as(p), dim=1).mean(dim=1)
        tokens = batch.mask.sum(dim=1)
        return tau**2 * (self.beta * between + self.gamma * tokens * within)


def _distance(p: Tensor, q: Tensor, counted: Tensor, dim: int) -> Tensor:
    """1 - Pearson's correlation over a dimension, as far as counted; 0 where p does not vary."""
    count = counted.sum(dim, keepdim=True).clamp(min=1)

    def centred(values: Tensor) -> Tensor:
        values = values.masked_fill(~counted, 0.0)
        return (values - values.sum(dim, keepdim=True) / count).masked_fill(~counted, 0.0)

    size = q.masked_fill(~counted, 0.0).square().sum(dim)
    p, q = centred(p), centred(q)
    p_squared, q_squared = p.square().sum(dim), q.square().sum(dim)
    p_varies, q_varies = p_squared > LEAST, q_squared > LEAST * size
    # The root of what does not vary would have a gradient without bound.
    norms = p_squared.masked_fill(~p_varies, 1.0).sqrt()
    norms = norms * q_squared.masked_fill(~q_varies, 1.0).sqrt()
    correlation = ((p * q).sum(dim) / norms).masked_fill(~q_varies, 0.0)
    return (1 - correlation).masked_fill(~p_varies, 0.0)
