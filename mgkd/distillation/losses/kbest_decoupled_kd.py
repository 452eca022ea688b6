"""Decoupled distillation over the teacher's k best label sequences."""

from typing import Annotated

import torch
from pydantic import Field, NonNegativeFloat, PositiveFloat
from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.decoupling import NEVER, decoupled
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("kbest_decoupled_kd")
class KBestDecoupledKD(Loss):
    """Decoupled distillation with the teacher's k best label sequences as the classes.

    L = tau^2 (alpha TCKD + beta NCKD), with the best sequence as the target class   [B]

    The probabilities are the softmaxes of log p(y^k) / tau within the k, of teacher and student.
    So the loss compares the k sequences with each other, not with all the rest: it belongs beside
    a term that does, such as `gold_nll` or `path_set`. A sentence with one sequence adds nothing.

    Source: kvDKD (Zhao Honglei et al. 2024, Journal of Frontiers of Computer Science and
    Technology 18(3), 780-794) joins decoupled distillation (arXiv 2203.08679) with k-best Viterbi.
    Only its abstract could be read, so this is a reconstruction.

    Args:
        k: how many paths.
        alpha: weight of TCKD, of the best sequence against the others.
        beta: weight of NCKD, of the others among each other.
        temperature: tau; above one flattens both distributions.
    """

    needs = Needs(paths="k")

    def __init__(
        self,
        k: Annotated[int, Field(ge=2)] = 4,
        alpha: NonNegativeFloat = 1.0,
        beta: NonNegativeFloat = 8.0,
        temperature: PositiveFloat = 1.0,
    ) -> None:
        super().__init__()
        self.k = k
        self.alpha = alpha
        self.beta = beta
        self.temperature = temperature

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        tau, best = self.temperature, teacher.best(self.k)
        log_probs = student.chain.log_prob(best.paths).masked_fill(~best.valid, NEVER)
        log_q = (log_probs / tau).log_softmax(dim=1)
        p = best.weights(tau).to(log_q.dtype)
        first = torch.zeros_like(best.valid)
        first[:, 0] = True
        tckd, nckd = decoupled(p, log_q, first)
        return tau**2 * (self.alpha * tckd + self.beta * nckd)
