"""Relations between the tokens of a sentence, as attention layers see them."""

from typing import Annotated, Literal

from pydantic import Field, PositiveInt
from torch import Tensor

from mgkd.config import UserError
from mgkd.distillation.layer_map import LayerMap, pairs
from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.over_tokens import mean_over_tokens
from mgkd.distillation.losses.token_pairs import log_shares, scaled_products, shares
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Attention, Batch, Heads, StateSizes, TaggerOutput

Relation = Literal["query", "key", "value", "query_key"]
Relations = Annotated[list[Relation], Field(min_length=1)]
PARTS = {  # what is compared with what
    "query": ("query", "query"),
    "key": ("key", "key"),
    "value": ("value", "value"),
    "query_key": ("query", "key"),
}


@losses.register("minilm_relations")
class MiniLMRelations(Loss):
    """KL divergence of the student's relations between tokens from the teacher's.

    L = sum over relations of 1/(H T) sum_{h,t} KL(R_T,h,t || R_S,h,t), where
    R_h = softmax(A_h B_h' / sqrt(d)) over the tokens, the mean over the pairs of layers   [B]

    A and B are queries, keys or values, their heads laid side by side and cut anew into H relation
    heads of width d: so student and teacher may have heads and widths of their own, and nothing is
    learned on top. A mean over the tokens of a sentence, special pieces left out: the vectors are
    those of tokens (`mgkd.models.Attention`).

    Source: Wang et al. 2021 (MiniLMv2, arXiv 2012.15828), which takes the last layer of the student
    with the last or an upper one of the teacher, and more relation heads than attention heads.

    Args:
        relations: `query`, `key` and `value` with themselves; `query_key`, queries with keys, is
            the attention itself. `['query_key', 'value']` is near to Wang et al. 2020 (MiniLM).
        heads: H; by default as many as the teacher's layer has. The widths of student and teacher
            must be multiples of it.
        layers: which layers: `last`; `uniform`, each of the student's with one of the teacher's, at
            equal distances; or a list such as [{student: -1, teacher: 9}], counted from 1.
    """

    needs = Needs(attention=True)

    def __init__(
        self,
        relations: Relations = ("query", "key", "value"),
        heads: PositiveInt | None = None,
        layers: LayerMap = "last",
    ) -> None:
        super().__init__()
        self.relations = tuple(relations)
        self.heads = heads
        self.layers = layers
        self.pairs: list[tuple[int, int]] = []
        self.counts: list[int] = []

    def bind(self, student: StateSizes, teacher: StateSizes) -> None:
        last = len(student.attention), len(teacher.attention)
        self.pairs = pairs(self.layers, *last, first=1)
        sizes = [(student.attention[own], teacher.attention[other]) for own, other in self.pairs]
        self.counts = [self.heads or other.count for _, other in sizes]
        for count, (own, other) in zip(self.counts, sizes, strict=True):
            _check("student", own, count)
            _check("teacher", other, count)

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        own, other = student.states.attention, teacher.states.attention
        divergences = [
            self._divergence(own[low], other[high], count, relation, batch.mask)
            for count, (low, high) in zip(self.counts, self.pairs, strict=True)
            for relation in self.relations
        ]
        return mean_over_tokens(sum(divergences) / len(self.pairs), batch.mask)

    def _divergence(
        self, student: Attention, teacher: Attention, heads: int, relation: Relation, mask: Tensor
    ) -> Tensor:
        """[B, T]: the mean over the heads of each token's divergence."""
        wanted = _products(teacher, heads, relation)
        found = _products(student, heads, relation)
        difference = log_shares(wanted, mask) - log_shares(found, mask)
        return (shares(wanted, mask) * difference).sum(dim=3).mean(dim=1)


def _products(attention: Attention, heads: int, relation: Relation) -> Tensor:
    """[B, heads, T, T]"""
    parts = (getattr(attention, name) for name in PARTS[relation])
    return scaled_products(*(part.flatten(2).unflatten(2, (heads, -1)) for part in parts))


def _check(whose: str, heads: Heads, count: int) -> None:
    width = heads.count * heads.width
    if width % count:
        raise UserError(
            f"the {whose}'s attention is {width} wide, which is no multiple of {count} relation "
            "heads; set heads to a number that divides the widths of student and teacher"
        )
