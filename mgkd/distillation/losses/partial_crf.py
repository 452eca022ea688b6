"""Sentences of which only some entities are annotated."""

from functools import lru_cache

import torch
from torch import Tensor

from mgkd.data import Labels
from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.label_sets import surprise
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, TaggerOutput


@losses.register("partial_crf")
class PartialCRF(Loss):
    """Negative log-probability that the annotated entities are there, whatever else is.

    L = log Z - log Z(A), with A_t = {gold label} inside entities, all labels outside   [B]

    For corpora in which an annotated entity is certain and a token outside of them may belong to
    one that nobody marked. The neighbours of an annotated entity may take no label that would
    begin it earlier or carry it on. In IOB1, where an entity that touches one of its own type on
    the left is written differently, such a neighbour is held impossible.

    A sentence without annotated entities says nothing, so its loss is 0. Nothing here teaches that
    a token is outside: join a term that does.

    Source: Tsuboi et al. 2008; Shang et al. 2018 (arXiv 1809.03599).
    """

    reads_gold = True

    def forward(
        self, student: TaggerOutput, teacher: TeacherKnowledge | None, batch: Batch
    ) -> Tensor:
        return surprise(student.chain, allowed_by(batch.labels, student.labels))


def allowed_by(gold: Tensor, labels: Labels) -> Tensor:
    """What gold labels [B, T] leave possible where "O" means unknown, [B, T, L] bool."""
    before, behind = _neighbours(labels, gold.device)
    outside = gold.new_zeros(len(gold), 1)
    last = torch.cat([outside, gold[:, :-1]], dim=1)
    following = torch.cat([gold[:, 1:], outside], dim=1)
    unknown = behind[last] & before[following]
    certain = torch.zeros_like(unknown).scatter_(2, gold.unsqueeze(2), True)
    return torch.where((gold == 0).unsqueeze(2), unknown, certain)


@lru_cache(maxsize=16)
def _neighbours(labels: Labels, device: torch.device) -> tuple[Tensor, Tensor]:
    """[L, L] bool: for the end of an entity, in the rows, what may stand before and behind it.

    Beside "O", the first, anything may.
    """
    parted = ~torch.tensor(labels.continuations()) & torch.tensor(labels.legal_transitions())
    before, behind = parted.T.clone(), parted.clone()
    before[0] = behind[0] = True
    return before.to(device), behind.to(device)
