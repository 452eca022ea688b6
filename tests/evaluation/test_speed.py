import pytest

from mgkd.config import build
from mgkd.data import Labels
from mgkd.evaluation import measure_speed, speed
from mgkd.models import Tagger, learning_from
from mgkd.testing import SENTENCES


@pytest.fixture
def tagger() -> Tagger:
    tree = {"embedder": {"type": "word", "size": 4}, "decoder": {"type": "crf"}}
    return build(Tagger, tree, labels=Labels.of(SENTENCES), equip=learning_from(SENTENCES))


def test_the_median_pass_after_a_warm_up(tagger, monkeypatch):
    seconds = iter([9.0, 2.0, 8.0, 4.0])  # the first one warms up
    monkeypatch.setattr(speed, "_one_pass", lambda *_: next(seconds))
    found = measure_speed(tagger, SENTENCES, batch_size=3)
    assert found.sentences_per_second == len(SENTENCES) / 4.0
    assert (found.sentences, found.batch_size, found.device) == (len(SENTENCES), 3, "cpu")


def test_time_passes(tagger):
    found = measure_speed(tagger, SENTENCES)
    assert found.sentences_per_second > 0
    assert found.threads >= 1
