"""Running a trained tagger over sentences."""

from collections.abc import Iterator, Sequence

import torch

from mgkd.crf import LinearChain
from mgkd.data import Sentence, Span, StoredSentences, sequential_batches
from mgkd.models.batch import EncodedSentence
from mgkd.models.encoded import UnlabelledWhenAsked, encoded_lengths
from mgkd.models.impossible import told_by_sentence
from mgkd.models.tagger import Tagger

BATCH_TOKENS = 2**14  # so that a batch of very long sentences fits into memory


@torch.no_grad()
def chains(
    tagger: Tagger,
    encoded: Sequence[EncodedSentence],
    batch_size: int,
    batch_tokens: int | None = BATCH_TOKENS,
) -> Iterator[tuple[list[int], LinearChain]]:
    """For every batch: which sentences it holds (their indices), and the chain over them.

    Sentences of similar length go together, so the order is not that of the input. The tagger
    is in evaluation mode meanwhile and returns to its own afterwards.

    Args:
        batch_size, batch_tokens: sentences in a batch and tokens in it, padding included, at most.
    """
    training = tagger.training
    tagger.eval()
    try:
        for indices in sequential_batches(encoded_lengths(encoded), batch_size, batch_tokens):
            batch = tagger.collate([encoded[index] for index in indices])
            with told_by_sentence(batch.sentences.__getitem__):
                chain = tagger(batch.to(tagger.device)).chain
            yield indices, chain
    finally:
        tagger.train(training)


def predict_spans(
    tagger: Tagger,
    encoded: Sequence[EncodedSentence],
    batch_size: int = 64,
    batch_tokens: int | None = BATCH_TOKENS,
) -> list[tuple[Span, ...]]:
    """The entities of each sentence's best label sequence, in the order of the input."""
    predicted: list[tuple[Span, ...]] = [()] * len(encoded)
    for indices, chain in chains(tagger, encoded, batch_size, batch_tokens):
        with told_by_sentence(lambda row, indices=indices: encoded[indices[row]].sentence):
            paths = chain.viterbi().paths.tolist()
        lengths = chain.mask.sum(dim=1).tolist()
        for index, path, length in zip(indices, paths, lengths, strict=True):
            predicted[index] = tagger.labels.decode(path[:length])
    return predicted


def encode_unlabelled(tagger: Tagger, sentences: Sequence[Sentence]) -> Sequence[EncodedSentence]:
    """Sentences encoded without their gold spans, whose types the tagger may not know.

    At once; those that are kept on disk when they are asked for.
    """
    if isinstance(sentences, StoredSentences):
        return UnlabelledWhenAsked(tagger, sentences)
    return [tagger.encode(sentence.without_spans()) for sentence in sentences]
