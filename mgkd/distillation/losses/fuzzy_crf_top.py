"""Fuzzy CRF over the labels that the teacher holds likeliest."""

from pydantic import PositiveInt
from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.label_sets import surprise, with_gold
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("fuzzy_crf_top")
class FuzzyCRFTop(Loss):
    """Negative log-probability that every token takes one of its m likeliest labels.

    L = log Z - log Z(A), with A_t = the m labels of the highest teacher marginals q_T(j | t)   [B]

    The labels of the teacher's best sequence belong to the sets as well, so that a legal sequence
    is always allowed. Of labels that are equally likely the first in the label set come first.

    Source: a variant of `fuzzy_crf` (Shang et al. 2018) with sets from marginals.

    Args:
        m: how many labels of each token; where there are no more labels, the loss is 0.
        include_gold: add the gold label to the set of every token of a labelled sentence.
    """

    needs = Needs(paths=1, scores=True)
    fewest_labels = "m"

    def __init__(self, m: PositiveInt = 2, include_gold: bool = True) -> None:
        super().__init__()
        self.m = m
        self.include_gold = include_gold

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        order = teacher.marginals().argsort(dim=2, descending=True, stable=True)
        allowed = teacher.best(1).label_sets().scatter_(2, order[:, :, : self.m], True)
        return surprise(student.chain, with_gold(allowed, batch) if self.include_gold else allowed)
