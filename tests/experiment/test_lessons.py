from types import SimpleNamespace

import numpy as np
import pytest

from mgkd.config import UserError
from mgkd.data import Sentence, bucketed_batches
from mgkd.distillation import Moment
from mgkd.experiment.lessons import Lessons

TRAIN, ALL = 20, 30
SENTENCES = [Sentence(tuple("a" * (1 + n % 4)), () if n < TRAIN else None) for n in range(ALL)]
LENGTHS = [len(sentence) for sentence in SENTENCES]


def lessons(sentences="all", learns_from_text=True) -> Lessons:
    """Of 30 sentences, the last 10 of them text; an epoch leaves out that of its own number."""
    trainer = SimpleNamespace(epochs=5, batch_size=4, batch_tokens=None, accumulation=2)
    stage = SimpleNamespace(
        name="one", learns_from_text=learns_from_text, trainer=trainer, sentences=sentences
    )
    experiment = SimpleNamespace(seed=7, corpus=SimpleNamespace(name="toy"))
    job = SimpleNamespace(
        experiment=experiment,
        splits=SimpleNamespace(train=SENTENCES[:TRAIN]),
        places_in=lambda epoch: np.delete(np.arange(ALL), epoch),
    )
    return Lessons(stage, job, LENGTHS)


@pytest.mark.parametrize("learns_from_text", [True, False])
@pytest.mark.parametrize("sentences", ["all", "labelled", "unlabelled"])
def test_every_sentence_of_a_stage_is_in_one_batch_of_an_epoch(sentences, learns_from_text):
    if sentences == "unlabelled" and not learns_from_text:
        with pytest.raises(UserError, match="one learns from unlabelled sentences, and toy has"):
            lessons(sentences, learns_from_text)
        return
    labelled = [] if sentences == "unlabelled" else [n for n in range(TRAIN) if n != 3]
    text = range(TRAIN, ALL) if sentences != "labelled" and learns_from_text else []
    expected = [*labelled, *text]
    found = lessons(sentences, learns_from_text)
    assert len(found) == len(expected)
    assert sorted(n for batch in found.batches(3) for n in batch) == expected


def test_batches_are_those_of_the_sentences_that_take_part():
    taken = [n for n in range(ALL) if n != 2]
    assert lessons().batches(2) == bucketed_batches(LENGTHS, 4, seed=7, epoch=2, indices=taken)


def test_how_long_a_stage_takes():
    """8 batches, two of them an update."""
    assert lessons().whole() == Moment(epochs=5, steps=5 * 4)
