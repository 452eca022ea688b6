"""What a teacher says of one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass

from torch import Tensor

from mgkd.data import Sentence


@dataclass(frozen=True)
class Answer:
    """What is known of a sentence of T tokens; no more than was asked.

    Attributes:
        paths: [k, T] int16, its best label sequences, the best first; k may be below what was asked
            where the sentence has no more legal sequences.
        log_probs: [k] float32, descending.
        emissions: one [T, L] float for each of the teacher's grammars.
    """

    paths: Tensor
    log_probs: Tensor
    emissions: tuple[Tensor, ...] = ()


Answers = Iterable[tuple[Sentence, Answer]]
"""Answers, each with the sentence that it is of."""
