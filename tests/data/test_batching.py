import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.data import bucketed_batches, sequential_batches

lengths_lists = st.lists(st.integers(1, 200), max_size=300)
sizes = st.integers(1, 40)


@given(lengths_lists, sizes, st.integers(0, 5), st.integers(0, 5))
def test_an_epoch_holds_every_index_once_and_repeats_itself(lengths, size, seed, epoch):
    batches = bucketed_batches(lengths, size, seed, epoch)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    assert all(0 < len(batch) <= size for batch in batches)
    assert batches == bucketed_batches(lengths, size, seed, epoch)


def test_epochs_and_seeds_differ():
    lengths = [5] * 100
    seen = [bucketed_batches(lengths, 10, *pair) for pair in [(0, 0), (0, 1), (1, 0), (1, 1)]]
    assert all(seen[i] != seen[j] for i in range(4) for j in range(i))


def test_little_is_padding():
    lengths = [1 + (37 * i) % 100 for i in range(2000)]
    batches = bucketed_batches(lengths, 16, 0, 0)
    padded = sum(len(batch) * max(lengths[i] for i in batch) for batch in batches)
    assert padded < 1.15 * sum(lengths)


def test_lengths_of_successive_batches_are_not_sorted():
    lengths = list(range(1, 801))
    longest = [max(batch) for batch in bucketed_batches(lengths, 8, 0, 0)]
    assert longest != sorted(longest) and longest != sorted(longest, reverse=True)


@given(lengths_lists, sizes)
def test_inference_goes_from_long_to_short_and_can_be_put_back(lengths, size):
    batches = sequential_batches(lengths, size)
    order = [index for batch in batches for index in batch]
    assert [lengths[index] for index in order] == sorted(lengths, reverse=True)
    restored = [0] * len(lengths)
    for batch in batches:
        for index in batch:
            restored[index] = lengths[index]
    assert restored == lengths


@pytest.mark.parametrize("size", [0, -1])
def test_a_batch_holds_something(size):
    with pytest.raises(ValueError, match="batch_size"):
        bucketed_batches([1], size, 0, 0)
    with pytest.raises(ValueError, match="batch_size"):
        sequential_batches([1], size)


budgets = st.integers(1, 500)


@given(lengths_lists, sizes, budgets, st.integers(0, 3))
def test_batches_keep_to_a_budget_of_tokens_padding_included(lengths, size, budget, seed):
    for batches in (
        bucketed_batches(lengths, size, seed, 1, budget),
        sequential_batches(lengths, size, budget),
    ):
        assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
        for batch in batches:
            padded = len(batch) * max(lengths[index] for index in batch)
            assert len(batch) <= size and (padded <= budget or len(batch) == 1)


def test_a_budget_is_used():
    lengths = [1 + (37 * i) % 100 for i in range(2000)]
    batches = bucketed_batches(lengths, 1000, 0, 0, batch_tokens=1600)
    assert len(batches) < 1.3 * sum(lengths) / 1600


def test_a_budget_that_nothing_exceeds_changes_nothing():
    lengths = [1 + (37 * i) % 100 for i in range(500)]
    assert bucketed_batches(lengths, 8, 3, 2, 800) == bucketed_batches(lengths, 8, 3, 2)
    assert sequential_batches(lengths, 8, 800) == sequential_batches(lengths, 8)
