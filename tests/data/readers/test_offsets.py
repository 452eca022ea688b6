from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.data import DataError, Span, TextReader
from mgkd.data.readers.offsets import in_characters, span_from

PATH = Path("a")
TEXTS = st.text(st.sampled_from("a湖😀𠮷\u0301\u200b\ufffd"), max_size=12)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS, st.text(st.sampled_from("b😀"), min_size=1, max_size=5), TEXTS)
def test_units_of_utf16_become_characters(before, entity, after):
    counted = Span(units(before), units(before) + units(entity), "X")
    found = in_characters(TextReader(), PATH, 1, before + entity + after, [counted], "utf16")
    assert found == [Span(len(before), len(before) + len(entity), "X")]


@pytest.mark.parametrize(
    ("span", "unit", "said"),
    [
        (Span(0, 1, "X"), "utf16", "begins or ends within a character"),
        (Span(1, 2, "X"), "utf16", "begins or ends within a character"),
        (Span(2, 4, "X"), "utf16", "ends beyond the text of 2 characters"),
        (Span(1, 3, "X"), "characters", "ends beyond the text of 2 characters"),
    ],
)
def test_offsets_that_are_none_of_the_text(span, unit, said):
    with pytest.raises(DataError, match=f"a:4: .*{said}"):
        in_characters(TextReader(), PATH, 4, "😀b", [span], unit)


def test_an_inclusive_end_is_the_last_position():
    assert span_from(TextReader(), PATH, 1, 3, 3, "X", "inclusive") == Span(3, 4, "X")
    with pytest.raises(DataError, match=r"a:1: a span from 3 to 3 .* with exclusive ends"):
        span_from(TextReader(), PATH, 1, 3, 3, "X", "exclusive")
