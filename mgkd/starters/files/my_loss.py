"""The loss my_loss. Change it to yours; test_my_loss.py tells whether it keeps its promises."""

import torch
from pydantic import PositiveInt
from torch import Tensor

from mgkd.distillation import Loss, Needs, TeacherKnowledge, losses
from mgkd.models import Batch, TaggerOutput


@losses.register("my_loss")
class MyLoss(Loss):
    """Negative log-probability of the teacher's k best label sequences together.

    L = -log sum_k p_S(y^k)   [B]

    Args:
        k: how many sequences.
    """

    needs = Needs(paths="k")

    def __init__(self, k: PositiveInt = 4) -> None:
        super().__init__()
        self.k = k

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        best = teacher.best(self.k)
        log_probs = student.chain.log_prob(best.paths)  # [B, k]
        return -log_probs.masked_fill(~best.valid, -torch.inf).logsumexp(dim=1)
