"""Negative log-likelihood of the gold labels."""

from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("gold_nll")
class GoldNLL(Loss):
    """Negative log-likelihood of the gold labels.

    L = -log p_S(y*), with y* the gold label sequence   [B]

    Source: Lafferty et al. 2001.
    """

    reads_gold = True

    def forward(
        self, student: TaggerOutput, teacher: TeacherKnowledge | None, batch: Batch
    ) -> Tensor:
        return -student.chain.log_prob(batch.labels)
