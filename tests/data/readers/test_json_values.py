from pathlib import Path

import pytest

from mgkd.data import DataError, TextReader
from mgkd.data.readers.json_values import identity, parsed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1, "b": [{"a": 1, "a": 1}]}', "'a' occurs twice"),
        ("[NaN]", "NaN is no JSON number"),
        ("-Infinity", "-Infinity is no JSON number"),
        ("9" * 5000, "cannot be read"),
        ("[" * 100_000, "nested too deeply"),
        ('["\\ud83d"]', r"half of a surrogate pair, U\+D83D"),
        ('{"\\uDE00": 1}', r"half of a surrogate pair, U\+DE00"),
        ("[1,]", "not JSON"),
        ('"a\tb"', "control character"),
    ],
)
def test_what_is_refused(text, said):
    with pytest.raises(DataError, match=f"(?s)^a:5: .*{said}"):
        parsed(TextReader(), Path("a"), 5, text)


def test_a_whole_surrogate_pair_is_a_character():
    assert parsed(TextReader(), Path("a"), 1, '"\\ud83d\\ude00"') == "😀"


def test_a_mistake_is_found_in_its_line():
    with pytest.raises(DataError, match=r"^a:6: not JSON"):
        parsed(TextReader(), Path("a"), 5, '{"a":\n oh}')


@pytest.mark.parametrize("value", [True, 1.5, [1], {}])
def test_an_id_is_a_string_or_an_integer(value):
    with pytest.raises(DataError, match="a:2: the id"):
        identity(TextReader(), Path("a"), 2, value)
