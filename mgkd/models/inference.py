"""Running a trained tagger over sentences."""

from collections.abc import Iterator, Sequence

import torch

from mgkd.crf import LinearChain
from mgkd.data import Sentence, Span, sequential_batches
from mgkd.models.batch import EncodedSentence
from mgkd.models.tagger import Tagger


@torch.no_grad()
def chains(
    tagger: Tagger, encoded: Sequence[EncodedSentence], batch_size: int
) -> Iterator[tuple[list[int], LinearChain]]:
    """For every batch: which sentences it holds (their indices), and the chain over them.

    Sentences of similar length go together, so the order is not that of the input. The tagger
    is in evaluation mode meanwhile and returns to its own afterwards.
    """
    training = tagger.training
    tagger.eval()
    try:
        for indices in sequential_batches([len(item) for item in encoded], batch_size):
            batch = tagger.collate([encoded[index] for index in indices])
            yield indices, tagger(batch.to(tagger.device)).chain
    finally:
        tagger.train(training)


def predict_spans(
    tagger: Tagger, encoded: Sequence[EncodedSentence], batch_size: int = 64
) -> list[tuple[Span, ...]]:
    """The entities of each sentence's best label sequence, in the order of the input."""
    predicted: list[tuple[Span, ...]] = [()] * len(encoded)
    for indices, chain in chains(tagger, encoded, batch_size):
        paths = chain.viterbi().paths.tolist()
        for index, path in zip(indices, paths, strict=True):
            predicted[index] = tagger.labels.decode(path[: len(encoded[index])])
    return predicted


def encode_unlabelled(tagger: Tagger, sentences: Sequence[Sentence]) -> list[EncodedSentence]:
    """Sentences encoded without their gold spans, whose types the tagger may not know."""
    return [tagger.encode(sentence.without_spans()) for sentence in sentences]
