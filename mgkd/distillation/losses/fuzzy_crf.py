"""Fuzzy CRF: the probability of all sequences that the teacher's paths allow."""

from pydantic import PositiveInt
from torch import Tensor

from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.label_sets import surprise
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("fuzzy_crf")
class FuzzyCRF(Loss):
    """Negative log-probability that every token takes a label some k-best path gives it.

    L = log Z - log Z(A), with A_t = {y_t : y in the teacher's k best}   [B]

    Source: Shang et al. 2018 (fuzzy CRF); token grain of Zhou et al. 2021, reconstructed.

    Args:
        k: how many paths the label sets are taken from.
        include_gold: add the gold label to the set of every token of a labelled sentence.
    """

    needs = Needs(paths="k")

    def __init__(self, k: PositiveInt = 4, include_gold: bool = True) -> None:
        super().__init__()
        self.k = k
        self.include_gold = include_gold

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        allowed = teacher.best(self.k).label_sets(gold=batch if self.include_gold else None)
        return surprise(student.chain, allowed)
