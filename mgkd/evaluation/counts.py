"""Entities counted sentence by sentence, so that runs can be compared on resampled sentences."""

from collections.abc import Sequence

from mgkd.data import Sentence, Span
from mgkd.evaluation.results import Measured


class SentenceCounts(Measured):
    """How many entities of each sentence, in the order of the split.

    right: found with boundaries and type as they are; predicted: found at all; gold: annotated.
    """

    right: list[int]
    predicted: list[int]
    gold: list[int]

    @property
    def f1(self) -> float:
        """Micro F1, that of `score_spans`; zero where there is no entity."""
        entities = sum(self.predicted) + sum(self.gold)
        return 2 * sum(self.right) / entities if entities else 0.0


class HeldOutCounts(Measured):
    """What a run keeps of its splits; `tested_on` is the digest that its results have as well."""

    dev: SentenceCounts
    tested_on: str
    test: SentenceCounts | None = None


def count_spans(
    sentences: Sequence[Sentence], predicted: Sequence[Sequence[Span]]
) -> SentenceCounts:
    """Counts of labelled sentences and of what was predicted of each.

    Raises:
        ValueError: when the lengths differ.
    """
    pairs = [
        (set(sentence.spans), set(spans))
        for sentence, spans in zip(sentences, predicted, strict=True)
    ]
    return SentenceCounts(
        right=[len(gold & found) for gold, found in pairs],
        predicted=[len(found) for _, found in pairs],
        gold=[len(gold) for gold, _ in pairs],
    )
