"""Path set: the probability of the teacher's k best label sequences together."""

import torch
from pydantic import PositiveInt
from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("path_set")
class PathSet(Loss):
    """Negative log-probability that the sequence is one of the teacher's k best.

    L = -log sum_k p_S(y^k)   [B]

    How the student divides the probability among them is left to it. At least `fuzzy_crf`, whose
    sets allow these sequences and more; at most the loss of any single one.

    Source: by analogy with Jie et al. 2019, who sum over the sequences that an incomplete
    annotation leaves possible.

    Args:
        k: how many paths.
    """

    needs = Needs(paths="k")

    def __init__(self, k: PositiveInt = 4) -> None:
        super().__init__()
        self.k = k

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        best = teacher.best(self.k)
        log_probs = student.chain.log_prob(best.paths)
        return -log_probs.masked_fill(~best.valid, -torch.inf).logsumexp(dim=1)
