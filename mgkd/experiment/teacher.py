"""What a teacher promises: as a config names it, and once it is ready to be asked."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pydantic import PositiveInt

from mgkd.config import Arguments, Deferred, Node, Registry
from mgkd.data import Labels, Sentence
from mgkd.deployment import RunDirectory
from mgkd.distillation import Advance, Answers, Grammar, Needs, Recorded
from mgkd.evaluation import Results
from mgkd.experiment.held_out import HeldOut
from mgkd.models import Tagger

Train = Callable[[Deferred[Any]], RunDirectory]
"""Gives the run of an experiment: found finished, or trained."""


@dataclass(frozen=True)
class Planning:
    """What a teacher needs to say what it takes.

    Attributes:
        sentences: those that it will be asked about.
        foresee: gives the label set that the run of an experiment has or will have, and says what
            it takes.
        say: shows a line.
        recorded: what it will be asked about them.
    """

    sentences: Sequence[Sentence]
    foresee: Callable[[Deferred[Any]], Labels]
    say: Callable[[str], None]
    recorded: Recorded


@dataclass(frozen=True)
class Pace:
    """How a teacher goes about many sentences, which changes nothing in what it says.

    Attributes:
        batch_size: sentences at a time, at most.
        device: a torch device; None: the one that trainings run on.
    """

    batch_size: int = 32
    device: str | None = None


class ReadyTeacher(ABC):
    """A teacher that can be asked.

    Attributes:
        labels: its label set.
        fingerprint: 64 hexadecimal digits, of all that determines its answers.
        description: for people, what it is or what embeds its tokens.
        pace: how fast it answers.
        kept_in: the folder of the knowledge store where its answers are; None for one in the cache.
    """

    labels: Labels
    fingerprint: str
    description: str = "a teacher"
    pace: Pace = Pace()
    kept_in: Path | None = None

    @abstractmethod
    def answers(self, sentences: Sequence[Sentence], asked: Needs, advance: Advance) -> Answers:
        """What is asked of every sentence; paths are legal, and fewer where there are fewer.

        Raises:
            UserError: when it cannot be loaded or knows nothing of a sentence; at the latest when
                the answers are taken.
        """

    @abstractmethod
    def grammars(self) -> tuple[Grammar, ...]:
        """Of the emissions in its answers where scores are asked for.

        Raises:
            UserError: when it cannot tell scores.
        """

    @abstractmethod
    def results(self, held_out: HeldOut) -> Results | None:
        """What is measured of it; None where it cannot be."""

    def tagger(self) -> Tagger | None:
        """The tagger that it is, which a student may inherit from or look into; None where it is
        none."""
        return None


class Teacher(ABC):
    """Where the teacher comes from.

    Args:
        paths: how many label sequences of each sentence to ask for and to store; None: as many as
            the objective asks. More serve other objectives as well, without asking again.
        top_labels: where the objective asks for scores: those of how many labels of each token to
            store, the likeliest; None: of all.

    Attributes:
        is_distribution: whether it can be asked about any label sequence, so that an ensemble can
            hold it; such a teacher's `ready` gives an `AnnotatingTeacher` of a chain.
        is_tagger: whether a student may inherit from it, and a loss look into it.
        tells_scores: whether it can tell the scores that label sequences come from.
        is_of_parts: whether it consists of teachers with entity types of their own, which have no
            label sequences in common.
    """

    is_distribution: ClassVar[bool] = False
    is_tagger: ClassVar[bool] = False
    tells_scores: ClassVar[bool] = True
    is_of_parts: ClassVar[bool] = False

    def __init__(
        self, paths: PositiveInt | None = None, top_labels: PositiveInt | None = None
    ) -> None:
        self.paths = paths
        self.top_labels = top_labels

    @abstractmethod
    def ready(self, train: Train) -> ReadyTeacher:
        """Find what the teacher consists of; nothing is asked yet.

        Raises:
            UserError: when it is not there.
        """

    @abstractmethod
    def plan(self, planning: Planning) -> Labels:
        """Check all that can be before anything is trained, and say what the teacher takes.

        Returns:
            The label set that it will have.

        Raises:
            UserError: what `ready` and asking it would raise.
        """

    @classmethod
    def schemes(cls, config: Arguments) -> Iterator[str]:
        """The tag schemes of its scores, as far as its part of a config tells them; perhaps none.

        So a config's check can tell what losses cannot be learned from it.
        """
        yield from ()

    def shape(self, untrained: Callable[[Deferred[Any]], Tagger]) -> Tagger | None:
        """A tagger that is like this teacher's in all but values, before anything is trained.

        Args:
            untrained: gives the tagger that an experiment would train.

        Returns:
            None where it is no tagger.
        """
        return None

    @abstractmethod
    def describe(self) -> str:
        """For people, in a few words: what it is or what embeds its tokens."""


def schemes_of(teacher: Node) -> Iterator[str]:
    """The same of the teacher that a part of a config describes."""
    if isinstance(teacher.target, type) and issubclass(teacher.target, Teacher):
        yield from teacher.target.schemes(teacher)


teachers: Registry[Teacher] = Registry("teachers", noun="teacher", base=Teacher)
