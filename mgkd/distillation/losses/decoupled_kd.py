"""Decoupled distillation, token by token."""

from typing import Literal

import torch
from pydantic import NonNegativeFloat, PositiveFloat
from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.decoupling import decoupled
from mgkd.distillation.losses.tokens import (
    over_tokens,
    student_log_probabilities,
    teacher_probabilities,
)
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("decoupled_kd")
class DecoupledKD(Loss):
    """Token distillation with separate weights for the right label and for the others.

    L = tau^2 sum_t (alpha TCKD_t + beta NCKD_t)   [B]

    `emission_kl` is the sum of TCKD and (1 - p_target) NCKD: where the teacher is sure, what it
    knows of the other labels hardly counts. Here it counts beta. TCKD compares how probable the
    target label is, NCKD how the other labels share the rest. Both are of the softmaxes of the
    emissions / tau, so both taggers must have one tag scheme.

    Source: Zhao et al. 2022 (arXiv 2203.08679); for image classes there, applied to the labels of
    tokens here.

    Args:
        alpha: weight of TCKD.
        beta: weight of NCKD; the paper takes 8 on CIFAR-100 with most pairs of models.
        temperature: tau.
        target: `gold`: the target is the gold label where a sentence has labels, else that of the
            teacher's best sequence; `teacher`: the latter everywhere.
    """

    needs = Needs(paths=1, scores=True)
    reads_emissions = True
    fewest_labels = 2  # the target and another one

    def __init__(
        self,
        alpha: NonNegativeFloat = 1.0,
        beta: NonNegativeFloat = 8.0,
        temperature: PositiveFloat = 1.0,
        target: Literal["gold", "teacher"] = "gold",
    ) -> None:
        super().__init__()
        self.alpha = alpha
        self.beta = beta
        self.temperature = temperature
        self.target = target

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        tau = self.temperature
        p = teacher_probabilities(teacher, tau)
        log_q = student_log_probabilities(student, batch, tau)
        tckd, nckd = decoupled(p, log_q, self._target(p, teacher, batch))
        return tau**2 * over_tokens(self.alpha * tckd + self.beta * nckd, batch)

    def _target(self, like: Tensor, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        """[B, T, L] bool"""
        labels = teacher.best(1).paths[:, 0]
        if self.target == "gold":
            labels = torch.where(batch.labelled.unsqueeze(1), batch.labels, labels)
        return torch.zeros_like(like, dtype=torch.bool).scatter_(2, labels.unsqueeze(2), True)
