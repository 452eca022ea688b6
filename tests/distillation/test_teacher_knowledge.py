import pytest
import torch

from mgkd.distillation import TeacherKnowledge
from mgkd.models import Batch

PATHS = torch.tensor([[[1, 2, 0], [1, 1, 0], [0, 3, 0]], [[3, 0, 0], [0, 0, 0], [0, 0, 0]]])
LOG_PROBS = torch.tensor([[0.5, 0.3, 0.1], [0.9, 0.0, 0.0]]).log()
KNOWN = TeacherKnowledge(PATHS, LOG_PROBS, LOG_PROBS.isfinite(), 4)


def members(sets) -> list[list[set[int]]]:
    return [[set(token.nonzero().flatten().tolist()) for token in row] for row in sets]


def test_a_set_holds_what_valid_paths_say_and_nothing_else():
    assert members(KNOWN.label_sets()) == [
        [{0, 1}, {1, 2, 3}, {0}],
        [{3}, {0}, {0}],  # the two invalid paths do not add O to the first token
    ]
    assert members(KNOWN.best(1).label_sets()) == [[{1}, {2}, {0}], [{3}, {0}, {0}]]


def test_gold_joins_the_sets_of_labelled_sentences():
    gold = Batch((), None, None, torch.tensor([[2, 2, 2], [2, 2, 2]]), torch.tensor([False, True]))
    assert members(KNOWN.label_sets(gold)) == [
        [{0, 1}, {1, 2, 3}, {0}],
        [{2, 3}, {0, 2}, {0, 2}],
    ]


def test_weights_are_renormalised_over_valid_paths():
    expected = torch.tensor([[5, 3, 1], [1, 0, 0]]) / torch.tensor([[9], [1]])
    assert torch.allclose(KNOWN.weights(), expected)


def test_temperature_flattens_the_weights():
    cold, mild, hot = (KNOWN.weights(t) for t in (0.1, 1.0, 1000.0))
    assert cold[0, 0] > mild[0, 0] > hot[0, 0]
    assert torch.allclose(hot[0], torch.full((3,), 1 / 3), atol=1e-3)
    assert hot[1].tolist() == [1.0, 0.0, 0.0]
    assert torch.allclose(KNOWN.weights(2.0)[0], (LOG_PROBS[0] / 2).softmax(0))


def test_best_keeps_the_first_and_refuses_what_was_not_asked():
    assert torch.equal(KNOWN.best(2).paths, PATHS[:, :2])
    assert KNOWN.best(2).valid.tolist() == [[True, True], [True, False]]
    with pytest.raises(ValueError, match="4 paths are wanted and 3 were asked"):
        KNOWN.best(4)
