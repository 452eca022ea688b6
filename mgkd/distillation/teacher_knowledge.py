"""What a teacher knows of the sentences of one batch."""

from dataclasses import dataclass

import torch
from torch import Tensor

from mgkd.models import Batch


@dataclass(frozen=True)
class TeacherKnowledge:
    """The teacher's K best label sequences of each of B sentences.

    Attributes:
        paths: [B, K, T] label ids, best first; 0 on padding and on invalid paths.
        log_probs: [B, K] log-probabilities under the teacher, descending; -inf where invalid.
        valid: [B, K] bool; a sentence with fewer than K legal sequences has fewer valid paths.
        label_count: L, the size of the label set.
    """

    paths: Tensor
    log_probs: Tensor
    valid: Tensor
    label_count: int

    def best(self, k: int) -> "TeacherKnowledge":
        """The same with the k best paths only.

        Raises:
            ValueError: when fewer than k were asked of the teacher.
        """
        known = self.paths.shape[1]
        if k > known:
            raise ValueError(
                f"{k} paths are wanted and {known} were asked of the teacher; a loss declares "
                "the number in `needs`"
            )
        return TeacherKnowledge(
            self.paths[:, :k], self.log_probs[:, :k], self.valid[:, :k], self.label_count
        )

    def weights(self, temperature: float = 1.0) -> Tensor:
        """[B, K]: softmax over the valid paths of their log-probabilities / temperature.

        The paths' scores give the same weights, since they differ from the log-probabilities
        by the sentence's log-partition only.
        """
        return (self.log_probs / temperature).softmax(dim=1)

    def label_sets(self, gold: Batch | None = None) -> Tensor:
        """[B, T, L] bool: A_t, the labels that some valid path gives to token t.

        With `gold`, the gold label of every token of a labelled sentence joins its set.
        """
        batch, _, length = self.paths.shape
        sets = torch.zeros(
            batch, length, self.label_count, dtype=torch.bool, device=self.paths.device
        )
        # An invalid path repeats the best one, so that it adds nothing.
        paths = torch.where(self.valid.unsqueeze(2), self.paths, self.paths[:, :1])
        sets.scatter_(2, paths.transpose(1, 2), True)
        if gold is not None:
            sets |= _one_hot(gold.labels, self.label_count) & gold.labelled.view(-1, 1, 1)
        return sets


def _one_hot(labels: Tensor, count: int) -> Tensor:
    return torch.nn.functional.one_hot(labels, count).bool()
