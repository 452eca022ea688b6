"""A teacher that is ready, with an annotator behind it."""

from abc import abstractmethod
from collections.abc import Sequence

from mgkd.data import Joined, Sentence
from mgkd.distillation import Advance, Annotator, Answers, Grammar, Needs, annotate, answers
from mgkd.evaluation import Results, Size
from mgkd.experiment.held_out import HeldOut
from mgkd.experiment.measuring import measure_knowledge
from mgkd.experiment.teacher import ReadyTeacher


class AnnotatingTeacher(ReadyTeacher):
    """One that annotates any sentence."""

    @abstractmethod
    def annotator(self) -> Annotator:
        """Load it.

        Raises:
            UserError: when it cannot be loaded.
        """

    def answers(self, sentences: Sequence[Sentence], asked: Needs, advance: Advance) -> Answers:
        annotator = self.annotator()
        annotator.to(self.pace.device)
        return answers(annotator, sentences, asked, self.pace.batch_size, advance)

    def grammars(self) -> tuple[Grammar, ...]:
        return self.annotator().grammars()

    def results(self, held_out: HeldOut) -> Results | None:
        annotator, splits = self.annotator(), held_out.splits
        knowledge = annotate(annotator, Joined(splits.dev, splits.test), Needs(paths=1))
        size = Size(parameters=annotator.parameter_count(), bytes=None)
        return measure_knowledge(knowledge, held_out, self.fingerprint, self.description, size)
