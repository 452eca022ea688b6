import pytest

from mgkd.evaluation import Spread, spread


def test_mean_and_sample_deviation():
    found = spread([1.0, 2.0, 4.0])
    assert found.mean == pytest.approx(7 / 3)
    assert found.deviation == pytest.approx((7 / 3) ** 0.5)
    assert found.count == 3


def test_one_value_has_no_deviation_and_none_no_mean():
    assert spread([0.5]) == Spread(mean=0.5, deviation=None, count=1)
    assert spread([]) is None
