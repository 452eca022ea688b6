"""Asking a teacher, once per sentence."""

from collections.abc import Callable, Sequence

from mgkd.data import Sentence, sequential_batches
from mgkd.distillation.annotators import Annotator
from mgkd.distillation.knowledge import BestPaths, Knowledge
from mgkd.models.inference import BATCH_TOKENS

Advance = Callable[[int, int], None]
"""Called after every batch with the number of sentences done and of all."""


def in_silence(done: int, total: int) -> None:
    """The `Advance` that does nothing."""


def annotate(
    annotator: Annotator,
    sentences: Sequence[Sentence],
    k: int,
    batch_size: int = 32,
    advance: Advance = in_silence,
) -> Knowledge:
    """The k best legal label sequences of every sentence, asked once where tokens are equal."""
    first: dict[str, int] = {}  # where the first sentence of each fingerprint stands
    lengths: list[int] = []
    for place, sentence in enumerate(sentences):
        if sentence.fingerprint not in first:
            first[sentence.fingerprint] = place
            lengths.append(len(sentence))
    places = list(first.values())
    found: list[BestPaths | None] = [None] * len(places)
    done = 0
    for indices in sequential_batches(lengths, batch_size, BATCH_TOKENS):
        batch = [sentences[places[index]] for index in indices]
        for index, paths in zip(indices, annotator.best_paths(batch, k), strict=True):
            found[index] = paths
        done += len(indices)
        advance(done, len(places))
    return Knowledge(annotator.labels, k, dict(zip(first, found, strict=True)))
