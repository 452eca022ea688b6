"""The knowledge store: what one teacher knows, in the files of a folder."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from uuid import uuid4

import numpy as np

from mgkd.config import UserError
from mgkd.data import Sentence
from mgkd.distillation.answer import Answers
from mgkd.distillation.knowledge import Knowledge
from mgkd.distillation.needs import Needs
from mgkd.distillation.store.entries import Layout, fingerprint_of, key_of
from mgkd.distillation.store.folder import SUFFIX, clear_remains, segments_in
from mgkd.distillation.store.header import Header, Recorded
from mgkd.distillation.store.portions import Portions
from mgkd.distillation.store.segment import Segment, keys_of, write_segment
from mgkd.distillation.store.stored_answers import StoredAnswers
from mgkd.distillation.store.top_labels import TopLabels

SEGMENTS = 64  # that a folder holds at most, before some become one
ATTEMPTS = 10  # at opening a folder in which another process makes one file of several


@dataclass(frozen=True)
class Inventory:
    """What is there of what is wanted.

    Attributes:
        found: how many different token sequences are there.
        lacking: [D] int64, the first place of each that is not, ascending.
    """

    found: int
    lacking: np.ndarray


class KnowledgeStore:
    """What one teacher knows, in segments: files that appear whole or not at all.

    New sentences are a new segment. Whoever asks for less than a segment has reads it; for more,
    sentences are annotated anew, and the newest segment that serves is read. Segments have names
    of their own, so that several processes may add to a store; they might annotate a sentence
    twice, which breaks nothing. When there are many segments, the newest become one.

    Args:
        folder: need not be there as long as nothing is added.

    Attributes:
        segments: the oldest first.

    Raises:
        UserError: when a segment is damaged, of another version, or another teacher's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.segments = _opened(folder)
        if self.segments:
            self.require_teacher(self.header.teacher, self.header.description)

    @classmethod
    def existing(cls, folder: Path) -> "KnowledgeStore":
        """A store that is there.

        Raises:
            UserError: when there is none, or it cannot be used.
        """
        if not segments_in(folder):
            raise UserError(
                f"no knowledge store at {folder}: it has no file *{SUFFIX}\n"
                f"Make one with: mgkd annotate TEACHER FILE... --out {folder}"
            )
        return cls(folder)

    @property
    def header(self) -> Header:
        """That of the newest segment; there is one."""
        return self.segments[-1].header

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(segment.path.stat().st_size for segment in self.segments)

    def header_of(self, wanted: Recorded) -> Header:
        """That of the newest segment in which all is that is wanted.

        Raises:
            UserError: when there is none.
        """
        for segment in self._serving(wanted):
            return segment.header
        raise UserError(f"{self.folder}: {wanted} are wanted; there are {self.described()}")

    def described(self) -> str:
        """What is kept in it, for people."""
        kinds = dict.fromkeys(str(segment.header.recorded) for segment in self.segments)
        return "; ".join(kinds) or "none"

    def answers(self, wanted: Recorded) -> StoredAnswers:
        """Those of the segments in which all is that is wanted."""
        return StoredAnswers(self._serving(wanted), wanted)

    def best_answers(self) -> StoredAnswers:
        """Of each sentence the one with the most label sequences, as many as there are.

        Sentences without any are left out, unless no sentence has any.
        """
        paths = {segment: segment.header.recorded.needs.paths for segment in self.segments[::-1]}
        by_paths = sorted(paths, key=lambda segment: -paths[segment])
        some = [segment for segment in by_paths if paths[segment]] or by_paths
        return StoredAnswers(some, Recorded(Needs(paths=max(paths.values()))))

    def knowledge(self, wanted: Recorded) -> Knowledge:
        """What is wanted, of all sentences of which it is there.

        Raises:
            UserError: when it is there of none.
        """
        header = self.header_of(wanted)
        grammars = header.grammars if wanted.needs.scores else ()
        return Knowledge(header.labels, wanted.needs, self.answers(wanted), grammars)

    def best_knowledge(self) -> Knowledge:
        """The `best_answers`."""
        answers = self.best_answers()
        return Knowledge(self.header.labels, answers.wanted.needs, answers)

    def inventory(self, sentences: Collection[Sentence], wanted: Recorded) -> Inventory:
        """Of which sentences all that is wanted is there.

        Two different ones are taken for the same with a probability of about n / 2**64.
        """
        keys = (key_of(sentence.fingerprint) for sentence in sentences)
        found = np.fromiter(keys, np.uint64, len(sentences))
        distinct, places = np.unique(found, return_index=True)
        lacking = np.sort(places[~np.isin(distinct, keys_of(self._serving(wanted)))])
        return Inventory(len(distinct) - len(lacking), lacking)

    def add(self, header: Header, answers: Answers) -> int:
        """Add answers, which are taken one by one; they are safe a segment at a time.

        Where taking them fails or is interrupted, what was given before is kept; where the process
        is killed, at most the segment that was being written is lost.

        Args:
            header: what they are.
            answers: with scores of all labels; those that are to be left out are left out here.

        Returns:
            How many sentences were added.

        Raises:
            UserError: when the store is another teacher's, or cannot be written.
        """
        self.require_teacher(header.teacher, header.description)
        clear_remains(self.folder)
        top, layout = header.recorded.top_labels, Layout(header)
        if top is not None and header.recorded.needs.scores:
            answers = TopLabels(header.grammars, top).of(answers)
        taken = Portions(
            (layout.written(sentence, answer), key_of(sentence.fingerprint))
            for sentence, answer in answers
        )
        while (first := next(portion := taken.next(), None)) is not None:
            path = self._next_path()
            write_segment(path, header, chain([first], portion))
            self.segments.append(Segment(path))
            self._join_if_many()
        if taken.failure is not None:
            raise taken.failure
        return taken.count

    def require_teacher(self, fingerprint: str, description: str) -> None:
        """See that this is the store of a teacher.

        Raises:
            UserError: when it is another's.
        """
        for segment in self.segments:
            own = segment.header
            if own.teacher != fingerprint:
                raise UserError(
                    f"{segment.path} holds what another teacher knows: {own.description} "
                    f"({own.teacher[:12]}), not {description} ({fingerprint[:12]}); knowledge of "
                    "two teachers is never mixed: take another folder, or delete this one"
                )

    def _serving(self, wanted: Recorded) -> list[Segment]:
        """The newest first."""
        return [s for s in reversed(self.segments) if s.header.recorded.serves(wanted)]

    def _next_path(self) -> Path:
        """A name behind all others; no other process takes it."""
        newest = self.segments[-1].path.name if self.segments else "0-"
        return self.folder / f"{int(newest.partition('-')[0]) + 1:06d}-{uuid4().hex[:8]}{SUFFIX}"

    def _join_if_many(self) -> None:
        """Write the newest segments of a kind as one, when there are too many files."""
        if len(self.segments) <= SEGMENTS:
            return
        joined = _newest_of_a_kind(self.segments)
        if len(joined) == 1:
            return
        answers = StoredAnswers(joined, joined[0].header.recorded)
        entries = ((entry, key_of(fingerprint_of(entry))) for _, entry in answers.entries())
        path = self._next_path()
        write_segment(path, joined[0].header, entries)
        for segment in joined:
            self.segments.remove(segment)
            with suppress(OSError):  # what stays is found twice, which breaks nothing
                segment.path.unlink()
        self.segments.append(Segment(path))


def _opened(folder: Path) -> list[Segment]:
    for _ in range(ATTEMPTS):
        with suppress(FileNotFoundError):  # another process has just made one of several
            return [Segment(path) for path in segments_in(folder)]
    return [Segment(path) for path in segments_in(folder)]


def _newest_of_a_kind(segments: Sequence[Segment]) -> list[Segment]:
    """Those that are asked alike, the newest first, as long as they are not far larger.

    So what is large is seldom written again.
    """
    chosen, total = [], 0
    for segment in reversed(segments):
        if segment.kind == segments[-1].kind:
            if len(chosen) > 1 and len(segment) > 2 * total:
                break
            chosen.append(segment)
            total += len(segment)
    return chosen
