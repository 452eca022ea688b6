"""The sentences of all sources of text, without those that are known or held out."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mgkd.data.corpus import CorpusSplits
from mgkd.data.partition import Selected
from mgkd.data.reading import kept
from mgkd.data.repetition import KnownSentences, first_among, keys_of
from mgkd.data.sentence import Sentence
from mgkd.data.stored import Joined
from mgkd.data.texts.transfer import TransferText

HELD_OUT, TRAINING, BEFORE, AGAIN = (
    "also in dev or test",
    "also in the training split",
    "also in text before it",
    "repeated",
)


@dataclass(frozen=True)
class CollectedText:
    """What one source gave.

    Attributes:
        text: the source, and how much of it is learned from.
        sentences: those that are left, in their order.
        given: how many it gave.
        left_out: how many were left out for each reason.
    """

    text: TransferText
    sentences: Sequence[Sentence]
    given: int
    left_out: dict[str, int]

    def __str__(self) -> str:
        """One line for people."""
        reasons = [f"{count:,} {reason}" for reason, count in self.left_out.items() if count]
        if not reasons:
            return f"{self.text.name}: {self.given:,} sentences"
        kept_of = f"{len(self.sentences):,} of {self.given:,} sentences"
        return f"{self.text.name}: {kept_of}; left out: {', '.join(reasons)}"


def collected(
    texts: Sequence[TransferText], splits: CorpusSplits, seed: int, folder: Path | None
) -> list[CollectedText]:
    """The sentences of every source.

    Args:
        splits: of the corpus.
        seed: of all sources that have none of their own.
        folder: keep the sentences in files of this folder instead of in memory.

    Raises:
        DataError: when a source cannot be read.
    """
    held_out = KnownSentences(Joined(splits.dev, splits.test))
    training = KnownSentences(Joined(splits.train, splits.unlabelled))
    before = np.zeros(0, np.uint64)
    found = []
    for position, text in enumerate(texts):
        generator = random.Random(f"{seed if text.seed is None else text.seed}/{position}")
        given = kept(text.source.sentences(splits, generator), folder)
        keys = keys_of(given)
        is_known = {
            HELD_OUT: held_out.among(keys),
            TRAINING: training.among(keys),
            BEFORE: np.isin(keys, before),
            AGAIN: ~first_among(keys),
        }
        remaining, left_out = _without(is_known, len(given))
        sentences = Selected(given, np.flatnonzero(remaining))
        found.append(CollectedText(text, sentences, len(given), left_out))
        before = np.concatenate([before, keys[remaining]])
        if not text.source.is_made:
            splits = replace(splits, unlabelled=Joined(splits.unlabelled, sentences))
    return found


def _without(reasons: dict[str, np.ndarray], total: int) -> tuple[np.ndarray, dict[str, int]]:
    """Which are left [N] bool, and how many were left out, each counted for its first reason."""
    remaining = np.ones(total, bool)
    counts = {}
    for reason, holds in reasons.items():
        counts[reason] = int((remaining & holds).sum())
        remaining &= ~holds
    return remaining, counts
