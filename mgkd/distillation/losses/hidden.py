"""Hidden states of the student like those of the teacher."""

from abc import abstractmethod

from torch import Tensor, nn
from torch.nn.functional import cosine_similarity

from mgkd.config import UserError
from mgkd.distillation.layer_map import LayerMap, pairs
from mgkd.distillation.losses.base import Loss, losses
from mgkd.distillation.losses.over_tokens import in_full, mean_over_tokens
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, StateSizes, TaggerOutput


class HiddenLoss(Loss):
    """A distance of the student's vectors from the teacher's, token by token.

    The mean over the pairs of layers of (1/T) sum_t d(W h_S,t, h_T,t)   [B]

    W is a matrix for each pair of layers, learned with the student; it is no part of the tagger
    that is saved.

    Args:
        layers: which layers: `last`; `uniform`, each of the student's with one of the teacher's, at
            equal distances; or a list such as [{student: 1, teacher: 4}, {student: -1, teacher:
            -1}], where 0 is what embeds the tokens.
        projection: whether there is a W. Without one, widths must be equal.
    """

    needs = Needs(hidden=True)

    def __init__(self, layers: LayerMap = "last", projection: bool = True) -> None:
        super().__init__()
        self.layers = layers
        self.projection = projection
        self.pairs: list[tuple[int, int]] = []
        self.projections = nn.ModuleList()

    def bind(self, student: StateSizes, teacher: StateSizes) -> None:
        last = len(student.hidden) - 1, len(teacher.hidden) - 1
        self.pairs = pairs(self.layers, *last)
        sizes = [(student.hidden[own], teacher.hidden[other]) for own, other in self.pairs]
        if self.projection:
            self.projections = nn.ModuleList(nn.Linear(*each, bias=False) for each in sizes)
            return
        self.projections = nn.ModuleList(nn.Identity() for _ in sizes)
        for (own, other), (width, wanted) in zip(self.pairs, sizes, strict=True):
            if width != wanted:
                raise UserError(
                    f"layer {own} of the student has vectors of {width} numbers, layer {other} of "
                    f"the teacher of {wanted}; set projection to true, or compare other layers"
                )

    def forward(self, student: TaggerOutput, teacher: TeacherKnowledge, batch: Batch) -> Tensor:
        found, wanted = student.states.hidden, teacher.states.hidden
        distances = [
            self.distance(in_full(project(found[own])), in_full(wanted[other]))
            for project, (own, other) in zip(self.projections, self.pairs, strict=True)
        ]
        return mean_over_tokens(sum(distances) / len(distances), batch.mask)

    @abstractmethod
    def distance(self, student: Tensor, teacher: Tensor) -> Tensor:
        """[B, T, D] twice -> [B, T]"""


@losses.register("hidden_mse")
class HiddenMSE(HiddenLoss):
    """Mean squared difference of the student's vectors, projected, from the teacher's.

    L = (1/T) sum_t (1/D) ||W h_S,t - h_T,t||^2, the mean over the pairs of layers   [B]

    W, a matrix for each pair of layers, is learned with the student; it is no part of the tagger
    that is saved. Not in nats. A mean over the tokens of a sentence, special pieces left out.

    Source: Romero et al. 2015 (FitNets); Jiao et al. 2020 (TinyBERT), whose map of layers is
    `uniform`.

    Args:
        layers: which layers: `last`; `uniform`, each of the student's with one of the teacher's, at
            equal distances; or a list such as [{student: 1, teacher: 4}, {student: -1, teacher:
            -1}], where 0 is what embeds the tokens.
        projection: whether there is a W. Without one, widths must be equal.
    """

    def distance(self, student: Tensor, teacher: Tensor) -> Tensor:
        return (student - teacher).square().mean(dim=2)


@losses.register("hidden_cosine")
class HiddenCosine(HiddenLoss):
    """One minus the cosine between the student's vectors, projected, and the teacher's.

    L = (1/T) sum_t (1 - cos(W h_S,t, h_T,t)), the mean over the pairs of layers   [B]

    Between 0 and 2, not in nats. Twice this is the squared distance of the vectors at unit length,
    which Sun et al. 2019 (PKD) take, of layers below the last. W as for hidden_mse.

    Source: Sanh et al. 2019 (DistilBERT); Sun et al. 2019 (PKD).

    Args:
        layers: which layers: `last`; `uniform`, each of the student's with one of the teacher's, at
            equal distances; or a list such as [{student: 1, teacher: 4}, {student: -1, teacher:
            -1}], where 0 is what embeds the tokens.
        projection: whether there is a W. Without one, widths must be equal.
    """

    def distance(self, student: Tensor, teacher: Tensor) -> Tensor:
        return 1 - cosine_similarity(student, teacher, dim=2)
