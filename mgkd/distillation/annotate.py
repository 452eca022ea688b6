"""Asking a teacher, once per sentence."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from mgkd.data import Sentence, first_places, lengths_of, sequential_batches
from mgkd.distillation.annotators import Annotator
from mgkd.distillation.answer import Answer
from mgkd.distillation.knowledge import Knowledge
from mgkd.distillation.needs import Needs
from mgkd.models import told_by_sentence
from mgkd.models.inference import BATCH_TOKENS

Advance = Callable[[int, int], None]
"""Called after every batch with the number of sentences done and of all."""


def in_silence(done: int, total: int) -> None:
    """The `Advance` that does nothing."""


def answers(
    annotator: Annotator,
    sentences: Sequence[Sentence],
    asked: Needs,
    batch_size: int = 32,
    advance: Advance = in_silence,
) -> Iterator[tuple[Sentence, Answer]]:
    """What is asked of every sentence; the longest come first.

    Asked once where tokens are equal, batch by batch as they are taken.
    """
    places = first_places(sentences)
    lengths = np.asarray(lengths_of(sentences), dtype=np.int64)[places]
    done = 0
    for indices in sequential_batches(lengths, batch_size, BATCH_TOKENS):
        batch = [sentences[int(place)] for place in places[indices]]
        with told_by_sentence(batch.__getitem__):
            answered = annotator.answer(batch, asked)
        yield from zip(batch, answered, strict=True)
        done += len(indices)
        advance(done, len(places))


def annotate(
    annotator: Annotator,
    sentences: Sequence[Sentence],
    asked: Needs,
    batch_size: int = 32,
    advance: Advance = in_silence,
) -> Knowledge:
    """All `answers`, in memory."""
    found = answers(annotator, sentences, asked, batch_size, advance)
    given = {sentence.fingerprint: answer for sentence, answer in found}
    grammars = annotator.grammars() if asked.scores else ()
    return Knowledge(annotator.labels, asked, given, grammars)
