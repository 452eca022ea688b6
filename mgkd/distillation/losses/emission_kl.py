"""Token distillation: a softmax a token."""

import torch
from pydantic import PositiveFloat
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


@losses.register("emission_kl")
class EmissionKL(Loss):
    """Divergence between the softmaxes of the emissions, token by token.

    L = tau^2 sum_t KL(softmax(phi_T,t / tau) || softmax(phi_S,t / tau))   [B]

    The classical distillation of classifiers, applied to every token. It says nothing of
    transitions, so with a CRF on either side it compares a part of the model only; `posterior_kl`
    compares the whole. Both taggers must have one tag scheme. Several teachers are the mean of
    their softmaxes.

    Source: Hinton et al. 2015 (arXiv 1503.02531).

    Args:
        temperature: tau; above one flattens both distributions.
    """

    needs = Needs(scores=True)
    reads_emissions = True

    def __init__(self, temperature: PositiveFloat = 1.0) -> None:
        super().__init__()
        self.temperature = temperature

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        tau = self.temperature
        p = teacher_probabilities(teacher, tau)
        log_q = student_log_probabilities(student, batch, tau)
        return tau**2 * over_tokens((torch.xlogy(p, p) - p * log_q).sum(dim=2), batch)
