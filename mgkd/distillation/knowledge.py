"""What a teacher knows of many sentences: its best label sequences, in memory or on disk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from mgkd.config import UserError
from mgkd.data import Labels, Sentence
from mgkd.distillation.rewriting import Rewriting
from mgkd.distillation.teacher_knowledge import TeacherKnowledge


@dataclass(frozen=True)
class BestPaths:
    """A sentence's best label sequences: paths [k, T] int16, log_probs [k] float32, descending.

    k may be below what was asked where the sentence has no more legal sequences.
    """

    paths: Tensor
    log_probs: Tensor


Answers = Iterable[tuple[str, BestPaths]]
"""Best paths, each with the `Sentence.fingerprint` of the sentence that they are of."""


class Knowledge:
    """Best paths by sentence fingerprint.

    Args:
        labels: the teacher's label set, in which the entries are written.
        k: how many paths were asked for.
        entries: by `Sentence.fingerprint`; sentences with the same tokens share an entry.
        given_in: the label set in which paths are given; the teacher's unless another is wanted.

    Attributes:
        labels: the label set in which paths are given.

    Raises:
        ValueError: when that label set lacks a type of the teacher's.
    """

    def __init__(
        self,
        labels: Labels,
        k: int,
        entries: Mapping[str, BestPaths],
        given_in: Labels | None = None,
    ) -> None:
        self.labels = given_in or labels
        self.k = k
        self._labels_of_entries = labels
        self._entries = entries
        self._rewriting = Rewriting(labels, self.labels)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, sentence: Sentence) -> bool:
        return sentence.fingerprint in self._entries

    def of(self, sentences: Sequence[Sentence], device: torch.device) -> TeacherKnowledge:
        """The batch view of these sentences, padded to the longest.

        Raises:
            UserError: when the teacher was not asked about one of them.
        """
        found = [self._entry(sentence) for sentence in sentences]
        longest = max(len(sentence) for sentence in sentences)
        paths = torch.zeros(len(found), self.k, longest, dtype=torch.long)
        log_probs = torch.full((len(found), self.k), float("-inf"))
        for row, entry in enumerate(found):
            count, length = entry.paths.shape
            paths[row, :count, :length] = entry.paths
            log_probs[row, :count] = entry.log_probs
        return TeacherKnowledge(
            self._rewriting(paths).to(device),
            log_probs.to(device),
            log_probs.isfinite().to(device),
            len(self.labels),
        )

    def about(self, sentence: Sentence) -> BestPaths:
        """What is known of one sentence.

        Raises:
            UserError: when the teacher was not asked about it.
        """
        entry = self._entry(sentence)
        return BestPaths(self._rewriting(entry.paths), entry.log_probs)

    def written_in(self, labels: Labels) -> "Knowledge":
        """The same knowledge with its paths in another label set, carried over by their entities.

        Legal paths stay legal and distinct, and their log-probabilities are the same. They are
        carried over when they are asked for: nothing is copied.

        Raises:
            ValueError: when that label set lacks a type of the teacher's.
        """
        return Knowledge(self._labels_of_entries, self.k, self._entries, labels)

    def _entry(self, sentence: Sentence) -> BestPaths:
        try:
            return self._entries[sentence.fingerprint]
        except KeyError:
            place = sentence.source or "".join(sentence.tokens)[:40]
            raise UserError(f"the teacher was not asked about the sentence at {place}") from None
