from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.models.embedders.windows import Window, windows

SIZES = st.integers(1, 40).flatmap(
    lambda capacity: st.tuples(st.just(capacity), st.integers(0, capacity - 1))
)


@given(st.integers(0, 200), SIZES)
def test_kept_pieces_cover_the_sequence_once(length, sizes):
    kept = [piece for w in windows(length, *sizes) for piece in range(w.keep_start, w.keep_end)]
    assert kept == list(range(length))


@given(st.integers(0, 200), SIZES)
def test_windows_fit_and_hold_what_is_kept_from_them(length, sizes):
    capacity, _ = sizes
    for window in windows(length, capacity, sizes[1]):
        assert 0 <= window.start <= window.keep_start <= window.keep_end <= window.end <= length
        assert window.end - window.start <= capacity


@given(st.integers(1, 200), SIZES)
def test_neighbours_share_the_overlap(length, sizes):
    capacity, overlap = sizes
    found = list(windows(length, capacity, overlap))
    for before, after in pairwise(found):
        assert before.start < after.start
        assert before.end - after.start >= overlap


@given(st.integers(1, 200), SIZES)
def test_pieces_are_kept_where_they_have_more_context(length, sizes):
    found = list(windows(length, *sizes))
    for window in found:
        for piece in range(window.keep_start, window.keep_end):
            own = context(window, piece, length)
            others = [w for w in found if w.start <= piece < w.end]
            assert own >= max(context(other, piece, length) for other in others) - 1


def context(window: Window, piece: int, length: int) -> int:
    """Pieces between this one and the nearest edge of the window that is none of the sequence."""
    left = piece - window.start if window.start > 0 else length
    right = window.end - 1 - piece if window.end < length else length
    return min(left, right)


def test_a_short_sequence_is_one_window():
    assert list(windows(10, 10, 4)) == [Window(0, 10, 0, 10)]


def test_a_longer_one_by_hand():
    assert list(windows(14, 8, 4)) == [
        Window(0, 8, 0, 6),
        Window(4, 12, 6, 9),
        Window(6, 14, 9, 14),
    ]


@pytest.mark.parametrize("overlap", [-1, 8, 9])
def test_an_overlap_that_leaves_no_room_is_refused(overlap):
    with pytest.raises(ValueError, match=f"overlap of {overlap} does not fit windows of 8"):
        list(windows(20, 8, overlap))
