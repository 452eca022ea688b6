"""What a teacher knows of the sentences of one batch."""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from mgkd.config import UserError
from mgkd.crf import LinearChain
from mgkd.distillation.voices import Voice
from mgkd.models import Batch, States


@dataclass(frozen=True)
class TeacherKnowledge:
    """What losses asked for: the K best label sequences of each of B sentences, scores, states.

    Attributes:
        paths: [B, K, T] label ids, best first; 0 on padding and on invalid paths.
        log_probs: [B, K] log-probabilities under the teacher, descending; -inf where invalid.
        valid: [B, K] bool; a sentence with fewer than K legal sequences has fewer valid paths.
        label_count: L, the size of the label set.
        voices: the teacher's distributions, of which it is the mixture; empty where no loss asked
            for scores.
        states: its inner states, without gradient; None where no loss asked for them.
    """

    paths: Tensor
    log_probs: Tensor
    valid: Tensor
    label_count: int
    voices: tuple[Voice, ...] = ()
    states: States | None = None

    @classmethod
    def of_states(cls, states: States, batch: Batch, label_count: int) -> "TeacherKnowledge":
        """States and nothing else."""
        nothing = batch.mask.new_zeros(len(batch), 0)
        paths = batch.labels.new_zeros(len(batch), 0, batch.mask.shape[1])
        return cls(paths, nothing.float(), nothing, label_count, states=states)

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
        return replace(
            self, paths=self.paths[:, :k], log_probs=self.log_probs[:, :k], valid=self.valid[:, :k]
        )

    def weights(self, temperature: float = 1.0) -> Tensor:
        """[B, K]: softmax over the valid paths of their log-probabilities / temperature.

        The paths' scores give the same weights, since they differ from the log-probabilities
        by the sentence's log-partition only.
        """
        return (self.log_probs / temperature).softmax(dim=1)

    def marginals(self, temperature: float = 1.0) -> Tensor:
        """[B, T, L]: probabilities of labels under the mixture of the voices; zero on padding.

        Each voice's scores are divided by the temperature before its sums are taken.
        """
        return sum(v.share * v.chain.temper(temperature).marginals() for v in self._singing())

    def cross_entropy(self, student: LinearChain, temperature: float = 1.0) -> Tensor:
        """[B]: -sum_y p_T(y) log p_S(y), exact, with all scores divided by the temperature.

        The cross-entropy is linear in p_T, so that of a mixture is the mean over its voices.
        """
        tempered = student.temper(temperature)
        return sum(
            v.share * v.chain.temper(temperature).cross_entropy(tempered) for v in self._singing()
        )

    def emissions(self) -> list[tuple[float, Tensor]]:
        """Shares and emissions [B, T, L] of the voices, for losses that compare tag by tag.

        Raises:
            UserError: when the teacher's tags are not the student's.
        """
        if any(voice.is_refined for voice in self._singing()):
            raise UserError(
                "emissions are scores of tags, but the teacher's tags are of another scheme than "
                "the student's; give both one scheme, or take a loss of sequences or marginals"
            )
        return [(voice.share, voice.chain.emissions) for voice in self.voices]

    def _singing(self) -> tuple[Voice, ...]:
        if not self.voices:
            raise ValueError("no scores were asked of the teacher; a loss declares that in `needs`")
        if any(len(voice.labels) != self.label_count for voice in self.voices):
            raise UserError(
                "the teachers have entity types of their own, so they have no distribution over "
                "the student's label sequences; take a loss for such teachers "
                "(collapsed_posterior_kl)"
            )
        return self.voices

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
