import pytest

from mgkd.config import ConfigError, UserError, build
from mgkd.distillation import HiddenMSE, LayerPair
from mgkd.distillation.layer_map import pairs


def test_the_last_with_the_last():
    assert pairs("last", 1, 12) == [(1, 12)]
    assert pairs("last", 2, 4, first=1) == [(1, 3)]


@pytest.mark.parametrize(
    "student, teacher, first, expected",
    [
        (1, 12, 0, [(0, 0), (1, 12)]),
        (4, 12, 0, [(0, 0), (1, 3), (2, 6), (3, 9), (4, 12)]),
        (4, 12, 1, [(0, 2), (1, 5), (2, 8), (3, 11)]),
        (2, 5, 0, [(0, 0), (1, 3), (2, 5)]),
        (3, 3, 0, [(0, 0), (1, 1), (2, 2), (3, 3)]),
        (3, 1, 1, [(0, 0), (1, 0), (2, 0)]),
        (0, 4, 0, [(0, 4)]),
    ],
)
def test_uniform(student, teacher, first, expected):
    assert pairs("uniform", student, teacher, first) == expected


def test_numbers_count_from_either_end():
    given = [LayerPair(0, 2), LayerPair(-1, -2)]
    assert pairs(given, 2, 4) == [(0, 2), (2, 3)]
    assert pairs([LayerPair(1, 2), LayerPair(-1, -1)], 2, 4, first=1) == [(0, 1), (1, 3)]


@pytest.mark.parametrize(
    "pair, first, message",
    [
        (LayerPair(3, 0), 0, "the student has layers 0 to 2, no layer 3"),
        (LayerPair(0, -6), 0, "the teacher has layers 0 to 4, no layer -6"),
        (LayerPair(0, 1), 1, "the student has layers 1 to 2, no layer 0"),
    ],
)
def test_a_layer_that_is_not_there_is_refused(pair, first, message):
    with pytest.raises(UserError, match=message):
        pairs([pair], 2, 4, first)


@pytest.mark.parametrize("layers", ["last", "uniform", [LayerPair(1, 1)]])
def test_where_there_are_none_nothing_is_compared(layers):
    with pytest.raises(UserError, match="the student has no attention layers"):
        pairs(layers, 0, 4, first=1)


def test_a_config_names_pairs():
    loss = build(HiddenMSE, {"layers": [{"student": 0, "teacher": 2}]})
    assert [(pair.student, pair.teacher) for pair in loss.layers] == [(0, 2)]
    with pytest.raises(ConfigError, match=r"teacher.*missing"):
        build(HiddenMSE, {"layers": [{"student": 0}]})
    with pytest.raises(ConfigError, match="layers"):
        build(HiddenMSE, {"layers": []})
