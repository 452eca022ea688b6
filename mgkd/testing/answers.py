"""What a tagger says of sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from mgkd.data import Span
from mgkd.models import EncodedSentence, Tagger, TaggerOutput
from mgkd.testing.doing import Doing

TOLERANCE = 1e-4  # float32, after sums in another order


@dataclass(frozen=True)
class Answer:
    """What a tagger says of one sentence.

    emissions [T, L], without padding; log_partition [], which depends on transitions as well;
    spans: the entities of the best label sequence.
    """

    emissions: Tensor
    log_partition: Tensor
    spans: tuple[Span, ...]

    def scores_like(self, other: "Answer") -> bool:
        """Whether all scores are the same but for rounding."""
        pairs = [(self.emissions, other.emissions), (self.log_partition, other.log_partition)]
        return all(torch.allclose(a, b, rtol=TOLERANCE, atol=TOLERANCE) for a, b in pairs)


def answers(tagger: Tagger, encoded: Sequence[EncodedSentence], what: str) -> list[Answer]:
    """What the tagger says of the sentences in one batch, in evaluation mode.

    Raises:
        AssertionError: when it fails; `what` says what was being done.
    """
    training = tagger.training
    try:
        with Doing(what), torch.no_grad():
            chain = output_of(tagger.eval(), encoded, what).chain
            best = chain.viterbi().paths.tolist()
            partitions = chain.log_partition()
    finally:
        tagger.train(training)
    return [
        Answer(
            chain.emissions[row, : len(item)],
            partitions[row],
            tagger.labels.decode(best[row][: len(item)]),
        )
        for row, item in enumerate(encoded)
    ]


def output_of(tagger: Tagger, encoded: Sequence[EncodedSentence], what: str) -> TaggerOutput:
    """What the tagger gives for the sentences in one batch, in the mode that it is in.

    Raises:
        AssertionError: when it fails; `what` says what was being done.
    """
    with Doing(what):
        return tagger(tagger.collate(encoded).to(tagger.device))


def shown(item: EncodedSentence) -> str:
    """The sentence, for a message."""
    return f"the sentence {' '.join(item.sentence.tokens)[:40]!r}"
