"""Fuzzy CRF over the labels that the teacher holds likely."""

from typing import Annotated

from pydantic import Field
from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.label_sets import surprise, with_gold
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("fuzzy_crf_threshold")
class FuzzyCRFThreshold(Loss):
    """Negative log-probability that every token takes a label that the teacher holds likely.

    L = log Z - log Z(A), with A_t = {j : q_T(j | t) >= threshold}   [B]

    q_T(j | t) is the teacher's exact marginal, under `top_labels` among the labels that were kept.
    The labels of its best sequence belong to the sets as well, so that a legal sequence is always
    allowed.

    Source: a variant of `fuzzy_crf` (Shang et al. 2018) with sets from marginals.

    Args:
        threshold: from which probability on a label is allowed; at 0 all are, and the loss is 0.
        include_gold: add the gold label to the set of every token of a labelled sentence.
    """

    needs = Needs(paths=1, scores=True)

    def __init__(
        self,
        threshold: Annotated[float, Field(ge=0, le=1)] = 0.05,
        include_gold: bool = True,
    ) -> None:
        super().__init__()
        self.threshold = threshold
        self.include_gold = include_gold

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        allowed = teacher.best(1).label_sets() | (teacher.marginals() >= self.threshold)
        return surprise(student.chain, with_gold(allowed, batch) if self.include_gold else allowed)
