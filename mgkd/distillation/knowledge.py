"""What a teacher knows of many sentences, in memory or on disk."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from mgkd.config import UserError
from mgkd.data import Labels, Sentence
from mgkd.distillation.answer import Answer
from mgkd.distillation.needs import Needs
from mgkd.distillation.rewriting import Rewriting
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.distillation.voices import Choir, Grammar
from mgkd.models.batch import prefix_mask


class Knowledge:
    """Answers by sentence fingerprint.

    Args:
        labels: the teacher's label set, in which the paths of the entries are written.
        asked: what the teacher was asked for.
        entries: by `Sentence.fingerprint`; sentences with the same tokens share an entry.
        grammars: of the entries' emissions, in their order; none where no scores were asked for.
        given_in: the label set in which all is given; the teacher's unless another is wanted.

    Attributes:
        labels: the label set in which all is given.

    Raises:
        ValueError: when that label set lacks a type of the teacher's.
    """

    def __init__(
        self,
        labels: Labels,
        asked: Needs,
        entries: Mapping[str, Answer],
        grammars: Sequence[Grammar] = (),
        given_in: Labels | None = None,
    ) -> None:
        self.labels = given_in or labels
        self.asked = asked
        self._labels_of_entries = labels
        self._entries = entries
        self._grammars = grammars
        self._rewriting = Rewriting(labels, self.labels)

    @cached_property
    def _choir(self) -> Choir:
        # Not before it is needed: voices of several schemes may have no place in the teacher's own
        # label set, and still have one in a student's.
        return Choir(self._grammars, self.labels)

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
        mask = prefix_mask([len(sentence) for sentence in sentences])
        paths, log_probs = self._padded(found, mask.shape[1])
        emissions = [answer.emissions for answer in found]
        return TeacherKnowledge(
            self._rewriting(paths).to(device),
            log_probs.to(device),
            log_probs.isfinite().to(device),
            len(self.labels),
            self._choir.sing(emissions, mask, device) if self._choir else (),
        )

    def about(self, sentence: Sentence) -> Answer:
        """What is known of one sentence; emissions as the teacher gave them.

        Raises:
            UserError: when the teacher was not asked about it.
        """
        entry = self._entry(sentence)
        return replace(entry, paths=self._rewriting(entry.paths))

    def confidences(self, sentences: Collection[Sentence]) -> np.ndarray:
        """[N] float32: the log-probability of the best label sequence of each sentence.

        Raises:
            UserError: when the teacher was not asked about one of them, or for no sequences.
        """
        if not self.asked.paths:
            raise UserError("the teacher was asked for no label sequences, whose probability tells")
        best = (self._entry(sentence).log_probs[0].item() for sentence in sentences)
        return np.fromiter(best, np.float32, len(sentences))

    def written_in(self, labels: Labels) -> "Knowledge":
        """The same knowledge in another label set.

        Legal paths stay legal and distinct, and their log-probabilities are the same; they are
        carried over by their entities when they are asked for, and nothing is copied. Scores are
        carried over where a chain over the teacher's tags is one over the others.

        Raises:
            ValueError: when that label set lacks a type of the teacher's.
            UserError: when the scores cannot be carried over.
        """
        written = Knowledge(
            self._labels_of_entries, self.asked, self._entries, self._grammars, labels
        )
        _ = written._choir  # what cannot be carried over is told here
        return written

    def _padded(self, answers: Sequence[Answer], longest: int) -> tuple[Tensor, Tensor]:
        """Paths [B, k, T] and log-probabilities [B, k] of answers."""
        k = self.asked.paths
        paths = torch.zeros(len(answers), k, longest, dtype=torch.long)
        log_probs = torch.full((len(answers), k), float("-inf"))
        for row, answer in enumerate(answers):
            known = answer.paths[:k]
            count, length = known.shape
            paths[row, :count, :length] = known
            log_probs[row, :count] = answer.log_probs[:k]
        return paths, log_probs

    def _entry(self, sentence: Sentence) -> Answer:
        try:
            return self._entries[sentence.fingerprint]
        except KeyError:
            place = sentence.source or "".join(sentence.tokens)[:40]
            raise UserError(f"the teacher was not asked about the sentence at {place}") from None
