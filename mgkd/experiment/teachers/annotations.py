"""A teacher that has spoken already: a file of annotations."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from mgkd.config import Arguments, Problem, UserError, fingerprint
from mgkd.data import Labels, Sentence, first_places
from mgkd.data.readers.base import trouble_with
from mgkd.distillation import Advance, Answer, Answers, Grammar, Needs, read_annotations
from mgkd.evaluation import Results
from mgkd.experiment.held_out import HeldOut
from mgkd.experiment.measuring import measure_knowledge
from mgkd.experiment.teacher import Planning, ReadyTeacher, Teacher, Train, teachers


class ReadyAnnotations(ReadyTeacher):
    """What a file says.

    Args:
        file: the file.
        types: the entity types; None for those that occur.
    """

    def __init__(self, file: Path, types: Sequence[str] | None) -> None:
        self.file = file
        self.description = described(file)
        self.knowledge = read_annotations(file, types)
        self.labels = self.knowledge.labels
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        self.fingerprint = fingerprint({"annotations": digest, "types": list(self.labels.types)})

    def answers(self, sentences: Sequence[Sentence], asked: Needs, advance: Advance) -> Answers:
        self.check(sentences)
        k = asked.paths
        for sentence in (sentences[int(place)] for place in first_places(sentences)):
            known = self.knowledge.about(sentence)
            yield sentence, Answer(known.paths[:k], known.log_probs[:k])

    def grammars(self) -> tuple[Grammar, ...]:
        raise UserError(
            f"{self.file}: annotations tell label sequences, not the scores that they come from; "
            "take losses of label sequences, or a teacher that can be asked"
        )

    def check(self, sentences: Sequence[Sentence]) -> None:
        """See that there is an annotation of every sentence.

        Raises:
            UserError: saying of how many there is none.
        """
        lacking = [sentence for sentence in sentences if sentence not in self.knowledge]
        if lacking:
            raise UserError(
                f"{self.file}: has no annotation of {len(lacking)} of {len(sentences)} sentences, "
                f"the first at {lacking[0].source or ' '.join(lacking[0].tokens)[:40]}; tokens "
                "must be equal"
            )

    def results(self, held_out: HeldOut) -> Results | None:
        """None unless development and test split are annotated as well."""
        splits = (held_out.splits.dev, held_out.splits.test)
        if not all(sentence in self.knowledge for split in splits for sentence in split):
            return None
        return measure_knowledge(self.knowledge, held_out, self.fingerprint, self.description, None)


def the_file_is_there(config: Arguments) -> Iterator[Problem]:
    trouble = trouble_with(config["file"])
    if trouble:
        yield config.problem("file", trouble)


def the_types_are_distinct(config: Arguments) -> Iterator[Problem]:
    try:
        Labels(config["types"] or [])
    except ValueError as error:
        yield config.problem("types", str(error))


@teachers.register("annotations")
class AnnotationsTeacher(Teacher):
    """A file of annotations with probabilities, by whatever teacher there is.

    JSON lines, one object a sentence, here over three lines:

        {"tokens": ["Nora", "left"], "annotations": [
          {"spans": [{"start": 0, "end": 1, "label": "PER"}], "probability": 0.8},
          {"spans": [], "probability": 0.15}]}

    `start` and `end`, which is exclusive, count tokens; the probabilities of a sentence add up to
    at most 1. Every sentence that the student learns from must be there with the same tokens. A
    sentence may have fewer annotations than the objective asks for.

    Args:
        file: the file.
        types: the entity types; by default those that occur.
    """

    rules = (the_file_is_there, the_types_are_distinct)
    tells_scores = False

    def __init__(self, file: Path, types: list[str] | None = None) -> None:
        super().__init__()
        self.file = file
        self.types = types

    def ready(self, train: Train) -> ReadyAnnotations:
        return ReadyAnnotations(self.file, self.types)

    def plan(self, planning: Planning) -> Labels:
        ready = ReadyAnnotations(self.file, self.types)
        ready.check(planning.sentences)
        planning.say(f"  teacher: {self.describe()}")
        return ready.labels

    def describe(self) -> str:
        return described(self.file)


def described(file: Path) -> str:
    return f"annotations in {file}"
