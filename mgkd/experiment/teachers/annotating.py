"""A teacher that is ready, with an annotator behind it."""

from abc import abstractmethod
from collections.abc import Sequence

from mgkd.data import Joined, Sentence
from mgkd.distillation import Advance, Annotator, Knowledge, annotate
from mgkd.evaluation import Results, Size
from mgkd.experiment.job import Job
from mgkd.experiment.measuring import measure_knowledge
from mgkd.experiment.teacher import ReadyTeacher


class AnnotatingTeacher(ReadyTeacher):
    """One that annotates any sentence.

    Attributes:
        description: what embeds its tokens, for people.
    """

    description: str

    @abstractmethod
    def annotator(self) -> Annotator:
        """Load it.

        Raises:
            UserError: when it cannot be loaded.
        """

    def annotate(self, sentences: Sequence[Sentence], k: int, advance: Advance) -> Knowledge:
        return annotate(self.annotator(), sentences, k, advance=advance)

    def results(self, job: Job) -> Results | None:
        annotator = self.annotator()
        knowledge = annotate(annotator, Joined(job.splits.dev, job.splits.test), 1)
        size = Size(parameters=annotator.parameter_count(), bytes=None)
        return measure_knowledge(knowledge, job, self.fingerprint, self.description, size)
