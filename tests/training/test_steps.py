import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.training.steps import Share, update_count, updates

sizes = st.integers(1, 5)


def test_one_process_takes_the_batches_in_order():
    assert list(updates(3, accumulation=2)) == [[Share(0, 0.5), Share(1, 0.5)], [Share(2, 1.0)]]


def test_processes_take_turns_and_a_stand_in_fills_the_gap():
    first, second = (list(updates(3, processes=2, rank=rank)) for rank in (0, 1))
    assert first == [[Share(0, 1.0)], [Share(2, 2.0)]]
    assert second == [[Share(1, 1.0)], [Share(2, 0.0)]]


@given(st.integers(1, 40), sizes, sizes)
def test_every_update_is_the_mean_of_its_batches_and_every_batch_has_its_turn(
    batches, accumulation, processes
):
    plans = [list(updates(batches, accumulation, processes, rank)) for rank in range(processes)]
    assert {len(plan) for plan in plans} == {update_count(batches, accumulation, processes)}
    taken = []
    for shares in zip(*plans, strict=True):
        assert len({len(share) for share in shares}) == 1  # all processes do equally many
        assert 1 <= len(shares[0]) <= accumulation
        real = [share for part in shares for share in part if share.scale]
        # Summed within a process and averaged over processes, each batch weighs the same.
        assert all(s.scale / processes == pytest.approx(1 / len(real)) for s in real)
        taken += [share.index for share in real]
    assert sorted(taken) == list(range(batches))
