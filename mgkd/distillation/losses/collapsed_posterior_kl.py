"""Posterior distillation from teachers with entity types of their own."""

from functools import lru_cache

import torch
from pydantic import PositiveFloat
from torch import Tensor

from mgkd.data import Labels
from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.divergence import token_kl
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("collapsed_posterior_kl")
class CollapsedPosteriorKL(Loss):
    """Divergence of the student's token marginals from each teacher's, as far as that one can tell.

    L = tau^2 sum_i share_i sum_t KL(q_i^tau(. | t) || c_i(q_S^tau(. | t)))   [B]

    To teacher i the tags of types that it does not know are "O": c_i adds the student's
    probabilities of those tags to that of "O". For teachers that were each trained on other entity
    types (the teacher `several`); with one teacher of all types it is `posterior_kl`.

    Source: Mardi (arXiv 2004.05140), whose abstract alone was read: a reconstruction.

    Args:
        temperature: tau; above one flattens all distributions.
    """

    needs = Needs(scores=True)
    hears_parts = True

    def __init__(self, temperature: PositiveFloat = 1.0) -> None:
        super().__init__()
        self.temperature = temperature

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        tau = self.temperature
        marginals = student.chain.temper(tau).marginals(wide=True)
        total = marginals.new_zeros(len(batch))
        for voice in teacher.voices:
            places = _places(student.labels, voice.labels, marginals.device)
            shape = (*marginals.shape[:2], len(voice.labels))
            collapsed = marginals.new_zeros(shape).index_add(2, places, marginals)
            total = total + voice.share * token_kl(voice.chain.temper(tau).marginals(), collapsed)
        return tau**2 * total.to(student.chain.emissions.dtype)


@lru_cache(maxsize=16)
def _places(labels: Labels, known: Labels, device: torch.device) -> Tensor:
    """[L] long: the known tag that each tag counts as; "O", the first, where it is not known."""
    ids = {tag: place for place, tag in enumerate(known.tags)}
    return torch.tensor([ids.get(tag, 0) for tag in labels.tags], device=device)
