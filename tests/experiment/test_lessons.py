from types import SimpleNamespace

import pytest

from mgkd.data import Sentence, bucketed_batches
from mgkd.distillation import Moment
from mgkd.experiment.lessons import Lessons

SENTENCES = [Sentence(tuple("a" * (1 + n % 4)), () if n % 3 else None) for n in range(30)]
LENGTHS = [len(sentence) for sentence in SENTENCES]
TRAIN = 20


def lessons(sentences="all", learns_from_text=True) -> Lessons:
    """Of 30 sentences, the last 10 of them of the unlabelled file; every third has no labels."""
    trainer = SimpleNamespace(epochs=5, batch_size=4, batch_tokens=None, accumulation=2)
    stage = SimpleNamespace(
        name="one", learns_from_text=learns_from_text, trainer=trainer, sentences=sentences
    )
    experiment = SimpleNamespace(seed=7, corpus=SimpleNamespace(name="toy"))
    job = SimpleNamespace(
        experiment=experiment,
        splits=SimpleNamespace(train=SENTENCES[:TRAIN]),
        training_sentences=lambda: SENTENCES,
    )
    return Lessons(stage, job, LENGTHS)


@pytest.mark.parametrize("learns_from_text", [True, False])
@pytest.mark.parametrize("sentences", ["all", "labelled", "unlabelled"])
def test_every_sentence_of_a_stage_is_in_one_batch_of_an_epoch(sentences, learns_from_text):
    candidates = range(30 if learns_from_text else TRAIN)
    labels = {"all": (True, False), "labelled": (True,), "unlabelled": (False,)}[sentences]
    expected = [n for n in candidates if (SENTENCES[n].spans is not None) in labels]
    found = lessons(sentences, learns_from_text)
    assert [*found.places] == expected and len(found) == len(expected)
    assert sorted(n for batch in found.batches(3) for n in batch) == expected


def test_all_sentences_are_in_the_batches_that_they_would_be_in_alone():
    assert lessons().batches(2) == bucketed_batches(LENGTHS, 4, seed=7, epoch=2)


def test_how_long_a_stage_takes():
    """8 batches, two of them an update."""
    assert lessons().whole() == Moment(epochs=5, steps=5 * 4)
