import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.training import Constant, Cosine, Linear, schedules


def factors(schedule, steps):
    return [schedule.factor(step, steps) for step in range(steps)]


def test_constant_is_one_throughout():
    assert factors(Constant(), 4) == [1, 1, 1, 1]


def test_warmup_in_steps_rises_evenly_to_one():
    assert factors(Constant(warmup=3), 6) == pytest.approx([0.25, 0.5, 0.75, 1, 1, 1])


def test_warmup_below_one_is_a_fraction_of_all_steps():
    assert factors(Constant(warmup=0.5), 6) == factors(Constant(warmup=3), 6)


def test_linear_falls_evenly_and_would_reach_its_floor_after_the_last_step():
    schedule = Linear(warmup=1)
    assert factors(schedule, 5) == pytest.approx([0.5, 1, 0.75, 0.5, 0.25])
    assert schedule.factor(5, 5) == 0
    assert Linear(floor=0.2).factor(5, 5) == pytest.approx(0.2)


def test_cosine_is_halfway_in_the_middle():
    schedule = Cosine(floor=0.2)
    assert schedule.factor(0, 10) == 1
    assert schedule.factor(5, 10) == pytest.approx(0.6)
    assert schedule.factor(1, 10) == pytest.approx(0.2 + 0.8 * (1 + math.cos(math.pi / 10)) / 2)
    assert schedule.factor(10, 10) == pytest.approx(0.2)


@pytest.mark.parametrize("schedule", [Linear(floor=0.1), Cosine(floor=0.1)])
def test_beyond_the_end_the_floor_stays(schedule):
    assert schedule.factor(17, 10) == pytest.approx(0.1)


def test_a_warmup_that_is_neither_fraction_nor_count_is_refused():
    with pytest.raises(ValueError, match=r"not 1\.5"):
        Linear(warmup=1.5)


@given(
    st.sampled_from([Constant, Linear, Cosine]),
    st.one_of(st.floats(0, 0.99), st.integers(0, 50)),
    st.integers(1, 60),
)
def test_every_step_has_a_positive_factor_of_at_most_one_with_a_single_peak(kind, warmup, steps):
    values = factors(kind(warmup=warmup), steps)
    assert all(0 < value <= 1 for value in values)
    peak = values.index(max(values))
    assert values[: peak + 1] == sorted(values[: peak + 1])
    assert values[peak:] == sorted(values[peak:], reverse=True)


def test_the_registry_knows_them():
    assert {"constant", "linear", "cosine"} <= set(schedules.names())
