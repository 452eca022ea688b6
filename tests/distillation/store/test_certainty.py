import math

import pytest
import torch

from mgkd.data import Labels, Sentence, Span
from mgkd.distillation import Answer, Disagreement, certainty, certainty_by_kind, disagreement

LABELS = Labels(["PER"])


def known(spans, *probabilities):
    paths = torch.zeros(len(probabilities), 2, dtype=torch.int16)
    for row in range(1, len(probabilities)):
        paths[row, row % 2] = 1
    return Sentence(("a", "b"), spans), Answer(paths, torch.tensor(probabilities).log())


def test_totals():
    found = certainty(
        [known((), 0.5, 0.25), known((Span(0, 1, "PER"),), 0.9), known(None, 0.1)], LABELS.decode
    )
    assert (found.sentences, found.labelled, found.agreeing) == (3, 2, 0.5)
    assert found.best == pytest.approx(0.5) and found.covered == pytest.approx(1.75 / 3)
    assert found.first == pytest.approx({1: 0.5, 2: 1.75 / 3})
    assert found.quantiles[0.5] == pytest.approx(0.75)
    assert found.disagreement == Disagreement(missing=1, extra=0, different=0)


def test_totals_of_labelled_and_unlabelled_sentences():
    both = [known((), 0.5), known(None, 0.1), known(None, 0.3)]
    found = certainty_by_kind(lambda: both, LABELS.decode)
    assert {kind: total.sentences for kind, total in found.items()} == {
        "all": 3,
        "labelled": 1,
        "unlabelled": 2,
    }
    assert found["unlabelled"].best == pytest.approx(0.2)
    assert list(certainty_by_kind(lambda: both[:1], LABELS.decode)) == ["all"]


def test_of_nothing_nothing_is_said():
    empty = (Sentence(("a",)), Answer(torch.zeros(0, 1, dtype=torch.int16), torch.zeros(0)))
    found = certainty([empty], LABELS.decode)
    assert found.sentences == found.labelled == 0
    assert math.isnan(found.best) and math.isnan(found.agreeing)


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        ([(0, 2, "A")], [(0, 2, "A")], (0, 0, 0)),
        ([(0, 2, "A")], [], (1, 0, 0)),
        ([], [(0, 2, "A")], (0, 1, 0)),
        ([(0, 2, "A")], [(0, 2, "B")], (0, 0, 1)),
        ([(0, 2, "A"), (3, 4, "A")], [(1, 2, "A"), (5, 6, "A")], (1, 1, 1)),
        ([(0, 4, "A")], [(0, 1, "A"), (2, 3, "A")], (0, 0, 1)),
    ],
)
def test_how_entities_differ(gold, found, expected):
    assert disagreement(
        [Span(*span) for span in gold], [Span(*span) for span in found]
    ) == Disagreement(*expected)
