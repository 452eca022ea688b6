"""What taggers and teachers are measured on."""

from dataclasses import dataclass

from mgkd.data import CorpusSplits


@dataclass(frozen=True)
class HeldOut:
    """The development and test sentences of a corpus, and those of training to tell repeats by.

    Attributes:
        corpus: what the corpus is called.
        splits: its sentences.
        batch_size: how many are predicted at a time.
    """

    corpus: str
    splits: CorpusSplits
    batch_size: int
