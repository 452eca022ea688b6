"""Distributions over the labels of single tokens, from emissions alone.

Transition scores have no part in them; for a tagger without any they are its marginals.
"""

from torch import Tensor

from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


def teacher_probabilities(teacher: TeacherKnowledge, tau: float) -> Tensor:
    """The softmax of emissions / tau, [B, T, L]; several teachers' mean. Anything on padding."""
    return sum(share * (scores / tau).softmax(dim=2) for share, scores in teacher.emissions())


def student_log_probabilities(student: TaggerOutput, batch: Batch, tau: float) -> Tensor:
    """The log-softmax of emissions / tau, [B, T, L]; constant on padding."""
    return (student_emissions(student, batch) / tau).log_softmax(dim=2)


def student_emissions(student: TaggerOutput, batch: Batch) -> Tensor:
    """[B, T, L]; zero on padding, so that what stands there cannot spoil a gradient."""
    return student.chain.emissions.masked_fill(~batch.mask.unsqueeze(2), 0.0)


def over_tokens(values: Tensor, batch: Batch) -> Tensor:
    """The sum of values [B, T] over the real tokens, [B]."""
    return values.masked_fill(~batch.mask, 0.0).sum(dim=1)
