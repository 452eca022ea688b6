import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.config import build
from mgkd.distillation import Weight, weights

numbers = st.floats(0, 10)
KINDS = weights.names()


def weight(kind, start, end, epochs):
    return build(Weight, {"type": kind, "start": start, "end": end, "epochs": epochs})


@pytest.mark.parametrize("kind", KINDS)
@given(start=numbers, end=numbers, epochs=st.integers(2, 30))
def test_from_start_to_end_and_no_further(kind, start, end, epochs):
    one = weight(kind, start, end, epochs)
    values = [one.in_epoch(epoch) for epoch in range(1, epochs + 5)]
    assert values[0] == start
    assert values[epochs - 1 :] == pytest.approx([end] * 5)
    assert values == sorted(values, reverse=start > end)


@pytest.mark.parametrize("kind", KINDS)
def test_the_middle(kind):
    assert weight(kind, 1, 0, 3).in_epoch(2) == pytest.approx(0.5)


def test_linear_and_cosine():
    linear, cosine = weight("linear", 0, 4, 5), weight("cosine", 0, 4, 5)
    assert [linear.in_epoch(epoch) for epoch in range(1, 6)] == [0, 1, 2, 3, 4]
    assert cosine.in_epoch(2) == pytest.approx(4 * (1 - 2**-0.5) / 2)


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_way_of_one_epoch_comes_the_end(kind):
    one = weight(kind, 2, 0, 1)
    assert (one.in_epoch(1), one.in_epoch(2), one.in_epoch(3)) == (2, 0, 0)
