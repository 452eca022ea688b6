"""Attention of the student like that of the teacher."""

from typing import Literal

from torch import Tensor

from mgkd.config import UserError
from mgkd.distillation.layer_map import LayerMap, pairs
from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.token_pairs import mean_over_pairs, scaled_products, shares
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Attention, Batch, StateSizes, TaggerOutput


@losses.register("attention_mse")
class AttentionMSE(Loss):
    """Mean squared difference of the student's attention from the teacher's.

    L = 1/(H T^2) sum_{h,i,j} (A_S - A_T)_{h,i,j}^2, with A_h = Q_h K_h' / sqrt(d), the mean over
    the pairs of layers   [B]

    Not in nats. A mean over pairs of tokens, special pieces left out: queries and keys are those
    of tokens (`mgkd.models.Attention`), which is near to what models that read pieces compute.

    Source: Jiao et al. 2020 (TinyBERT).

    Args:
        layers: which layers: `last`; `uniform`, each of the student's with one of the teacher's, at
            equal distances; or a list such as [{student: 1, teacher: 4}], counted from 1.
        compare: the `scores` A, as in the source, or the `probabilities`, their softmax over the
            tokens.
        average_heads: compare the means over the heads, whose numbers may then differ.
    """

    needs = Needs(attention=True)

    def __init__(
        self,
        layers: LayerMap = "uniform",
        compare: Literal["scores", "probabilities"] = "scores",
        average_heads: bool = False,
    ) -> None:
        super().__init__()
        self.layers = layers
        self.compare = compare
        self.average_heads = average_heads
        self.pairs: list[tuple[int, int]] = []

    def bind(self, student: StateSizes, teacher: StateSizes) -> None:
        last = len(student.attention), len(teacher.attention)
        self.pairs = pairs(self.layers, *last, first=1)
        counts = {
            (student.attention[own].count, teacher.attention[other].count)
            for own, other in self.pairs
        }
        unlike = next((pair for pair in counts if pair[0] != pair[1]), None)
        if unlike and not self.average_heads:
            raise UserError(
                f"the student's attention has {unlike[0]} heads, the teacher's {unlike[1]}; set "
                "average_heads to true, or take minilm_relations, which can compare them"
            )

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        own, other = student.states.attention, teacher.states.attention
        squares = [
            (self._maps(own[low], batch.mask) - self._maps(other[high], batch.mask)).square()
            for low, high in self.pairs
        ]
        return mean_over_pairs(sum(squares).mean(dim=1) / len(squares), batch.mask)

    def _maps(self, attention: Attention, mask: Tensor) -> Tensor:
        """[B, heads or 1, T, T]"""
        scores = scaled_products(attention.query, attention.key)
        maps = shares(scores, mask) if self.compare == "probabilities" else scores
        return maps.mean(dim=1, keepdim=True) if self.average_heads else maps
