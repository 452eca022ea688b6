"""What a loss promises."""

from abc import ABC, abstractmethod
from typing import ClassVar

from torch import Tensor, nn

from mgkd.config import Registry
from mgkd.distillation.needs import Needs
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.models import Batch, StateSizes, TaggerOutput


class Loss(nn.Module, ABC):
    """One term of a training objective: a number for every sentence.

    Attributes:
        needs: what it asks of the teacher, on the class, where `Needs(paths="k")` stands for as
            many label sequences as its argument `k` says; or set by the constructor, but then a
            config's check cannot foresee it. A loss that needs nothing works without a teacher.
        reads_gold: true for a loss of labelled sentences; it is averaged over those alone.
        reads_emissions: true where it takes `TeacherKnowledge.emissions`, which teachers of
            another tag scheme than the student's do not have.
        hears_parts: true where each of the teacher's voices may have entity types of its own.
        fewest_labels: of so many labels of each token the teacher must have stored the scores
            (`top_labels`), or the name of the argument that says it.
    """

    needs: Needs = Needs()
    reads_gold: ClassVar[bool] = False
    reads_emissions: ClassVar[bool] = False
    hears_parts: ClassVar[bool] = False
    fewest_labels: ClassVar[int | str] = 1

    @property
    def asks(self) -> Needs:
        """What this loss asks of the teacher, in numbers."""
        return self.needs.given(vars(self))

    def bind(self, student: StateSizes, teacher: StateSizes) -> None:
        """Get to know whose states are compared; parameters whose shapes depend on that are made.

        Called once before training, of a loss that needs inner states; nothing is done unless a
        loss says otherwise.

        Raises:
            UserError: when the states of these two cannot be compared.
        """

    @abstractmethod
    def forward(
        self, student: TaggerOutput, teacher: TeacherKnowledge | None, batch: Batch
    ) -> Tensor:
        """[B]: the loss of each sentence, in nats unless the loss says otherwise.

        `teacher` is None exactly when no term of the objective needs a teacher.
        """


losses: Registry[Loss] = Registry("losses", noun="loss", base=Loss)
