"""A teacher that is ready, with an annotator behind it."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mgkd.config import UserError
from mgkd.data import Joined, Sentence
from mgkd.distillation import Advance, Annotator, Answers, Grammar, Needs, annotate, answers
from mgkd.evaluation import Results, Size
from mgkd.experiment.held_out import HeldOut
from mgkd.experiment.measuring import measure_knowledge
from mgkd.experiment.teacher import ReadyTeacher
from mgkd.training import training_device


class AnnotatingTeacher(ReadyTeacher):
    """One that annotates any sentence."""

    @abstractmethod
    def annotator(self) -> Annotator:
        """Load it.

        Raises:
            UserError: when it cannot be loaded.
        """

    def answers(self, sentences: Sequence[Sentence], asked: Needs, advance: Advance) -> Answers:
        with self._at_work() as annotator:
            yield from answers(annotator, sentences, asked, self.pace.batch_size, advance)

    def grammars(self) -> tuple[Grammar, ...]:
        return self.annotator().grammars()

    def results(self, held_out: HeldOut) -> Results | None:
        sentences = Joined(held_out.splits.dev, held_out.splits.test)
        with self._at_work() as annotator:
            knowledge = annotate(annotator, sentences, Needs(paths=1), self.pace.batch_size)
            size = Size(parameters=annotator.parameter_count(), bytes=None)
        return measure_knowledge(knowledge, held_out, self.fingerprint, self.description, size)

    @contextmanager
    def _at_work(self) -> Iterator[Annotator]:
        """The annotator, on the device of its pace for as long as it is asked.

        One that can run on no other stays on the CPU, unless a device was asked for.
        """
        annotator = self.annotator()
        try:
            annotator.to(self.pace.device or training_device())
        except UserError:
            if self.pace.device is not None:
                raise
        try:
            yield annotator
        finally:
            annotator.to("cpu")  # room on the device for whatever comes next
