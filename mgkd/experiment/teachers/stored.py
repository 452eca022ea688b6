"""A teacher that has spoken already: a knowledge store."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from pydantic import PositiveInt

from mgkd.config import Arguments, UserError
from mgkd.data import Joined, Labels, Sentence, first_places
from mgkd.distillation import Advance, Answers, Grammar, KnowledgeStore, Needs, Recorded
from mgkd.evaluation import Results
from mgkd.experiment.held_out import HeldOut
from mgkd.experiment.measuring import measure_knowledge
from mgkd.experiment.teacher import Planning, ReadyTeacher, Teacher, Train, teachers
from mgkd.experiment.teachers.directories import directory_serves


class ReadyStored(ReadyTeacher):
    """What a store says; its fingerprint is that of the teacher whose answers it holds.

    Args:
        store: the store.
        top_labels: as for the teacher.
    """

    def __init__(self, store: KnowledgeStore, top_labels: int | None) -> None:
        self.store = store
        self.top_labels = top_labels
        self.labels = store.header.labels
        self.fingerprint = store.header.teacher
        self.description = store.header.description
        self.kept_in = store.folder

    def answers(self, sentences: Sequence[Sentence], asked: Needs, advance: Advance) -> Answers:
        recorded = Recorded(asked, self.top_labels)
        self.check(sentences, recorded)
        knowledge = self.store.knowledge(recorded)
        for sentence in (sentences[int(place)] for place in first_places(sentences)):
            yield sentence, knowledge.about(sentence)

    def grammars(self) -> tuple[Grammar, ...]:
        return self.store.header_of(Recorded(Needs(scores=True), self.top_labels)).grammars

    def check(self, sentences: Sequence[Sentence], recorded: Recorded) -> None:
        """See that all that is wanted of every sentence is there.

        Raises:
            UserError: saying what is not.
        """
        lacking = self.store.inventory(sentences, recorded).lacking
        if not len(lacking):
            return
        folder = self.store.folder
        unknown = self.store.inventory(sentences, Recorded(Needs())).lacking
        first = sentences[int(unknown[0] if len(unknown) else lacking[0])]
        place = first.source or " ".join(first.tokens)[:40]
        more = f"add them with: mgkd annotate TEACHER FILE... --out {folder}"
        if len(unknown):
            raise UserError(
                f"{folder}: nothing is known of {len(unknown):,} sentences, the first at {place}; "
                f"tokens must be equal; {more}"
            )
        raise UserError(
            f"{folder}: of {len(lacking):,} sentences less is known than wanted, of the first at "
            f"{place}; there are {self.store.described()}, and wanted are {recorded}; {more}, with "
            "--k, --scores and --top-labels as wanted"
        )

    def results(self, held_out: HeldOut) -> Results | None:
        """None unless development and test split are known as well."""
        splits, best = held_out.splits, Recorded(Needs(paths=1))
        if len(self.store.inventory(Joined(splits.dev, splits.test), best).lacking):
            return None
        knowledge = self.store.knowledge(best)
        return measure_knowledge(knowledge, held_out, self.fingerprint, self.description, None)


@teachers.register("knowledge")
class StoredTeacher(Teacher):
    """A knowledge store that `mgkd annotate` made, perhaps elsewhere; the teacher is not needed.

    Every sentence that the student learns from must be there with the same tokens, asked for at
    least as much as the objective asks.

    Args:
        directory: the store, a folder.
        paths: how many label sequences of each sentence must be there; by default as many as the
            objective asks.
        top_labels: where the objective asks for scores: of how many labels a token they were
            stored (`--top-labels`); by default of all.
    """

    rules = (directory_serves(KnowledgeStore.existing),)

    def __init__(
        self,
        directory: Path,
        paths: PositiveInt | None = None,
        top_labels: PositiveInt | None = None,
    ) -> None:
        super().__init__(paths, top_labels)
        self.directory = directory

    def ready(self, train: Train) -> ReadyStored:
        return ReadyStored(KnowledgeStore.existing(self.directory), self.top_labels)

    def plan(self, planning: Planning) -> Labels:
        ready = self.ready(None)
        if planning.recorded.needs:
            ready.check(planning.sentences, planning.recorded)
        planning.say(f"  teacher: {self.describe()}")
        return ready.labels

    @classmethod
    def schemes(cls, config: Arguments) -> Iterator[str]:
        wanted = Recorded(Needs(scores=True), config["top_labels"])
        with suppress(UserError, OSError):  # told by the rule, or when it is asked
            header = KnowledgeStore.existing(config["directory"]).header_of(wanted)
            yield from (grammar.labels.scheme for grammar in header.grammars)

    def describe(self) -> str:
        header = KnowledgeStore.existing(self.directory).header
        return f"knowledge of {header.description} in {self.directory}"
