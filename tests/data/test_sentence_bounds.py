import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mgkd.data.sentence_bounds import sentence_bounds

pytest.importorskip("sentencex", reason="sentencex is not installed")

SPECIAL = 'aB. 。！？!?"“”()（）\n\r\t\u3000\u2028\xa0湖1,…😀\u0301\u200b\ufffdDr.'


@given(st.text(SPECIAL, max_size=30) | st.text(max_size=30), st.sampled_from(["en", "zh", "de"]))
@example("见\u3000D. 好", "zh")
def test_no_character_is_lost(text, language):
    bounds = sentence_bounds(text, language)
    assert "".join(text[start:end] for start, end in bounds) == text
    assert [end for _, end in bounds[:-1]] == [start for start, _ in bounds[1:]]


def test_abbreviations_and_quotes():
    text = "Dr. Lund left at 5 p.m. on Monday. Did she?"
    assert sentence_bounds(text, "en") == [(0, 35), (35, 43)]
    text = "他说：“你好！”然后走了。好吗？"
    assert sentence_bounds(text, "zh")[-1] == (13, 16)
