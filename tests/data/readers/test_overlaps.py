from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.data import DataError, Span, TextReader
from mgkd.data.readers.overlaps import flat

PATH = Path("a")
SPANS = st.lists(
    st.builds(
        lambda start, length, label: Span(start, start + length, label),
        st.integers(0, 12),
        st.integers(1, 6),
        st.sampled_from("XY"),
    ),
    max_size=8,
)


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


@given(SPANS)
def test_the_longest_is_kept_and_so_on(spans):
    expected: list[Span] = []
    left = list(spans)
    while left:
        best = max(left, key=lambda span: (span.end - span.start, -span.start))
        expected.append(best)
        left = [span for span in left if span is not best and not overlap(span, best)]
    reader = TextReader()
    found = flat(reader, PATH, 7, spans, "outermost")
    assert found == sorted(expected, key=lambda span: span.start)
    assert reader.report.repairs() == len(spans) - len(found)


@given(SPANS)
def test_an_error_tells_both_and_the_line(spans):
    if any(overlap(a, b) for i, a in enumerate(spans) for b in spans[:i]):
        with pytest.raises(DataError, match=r"a:7: [XY] \[\d.*\) and [XY] .* overlap"):
            flat(TextReader(), PATH, 7, spans, "error")
    else:
        assert flat(TextReader(), PATH, 7, spans, "error") == sorted(spans, key=lambda s: s.start)


def test_of_equally_long_ones_the_first_is_kept():
    spans = [Span(2, 5, "A"), Span(2, 5, "B"), Span(0, 3, "C")]
    assert flat(TextReader(), PATH, 1, spans, "outermost") == [Span(0, 3, "C")]
    assert flat(TextReader(), PATH, 1, spans[:2], "outermost") == [Span(2, 5, "A")]
