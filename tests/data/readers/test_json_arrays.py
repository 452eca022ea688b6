import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.data import DataError, TextReader
from mgkd.data.readers.json_arrays import array_items

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('a"\\[]{},:\n湖😀', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


def items(text: str) -> list[tuple[int, dict]]:
    lines = enumerate(text.split("\n"), start=1)
    return list(array_items(TextReader(), Path("a"), lines))


@given(
    st.lists(st.dictionaries(st.text('a"{,', max_size=3), VALUES, max_size=3), max_size=4),
    st.sampled_from([None, 1]),
    st.booleans(),
)
def test_items_are_those_of_the_array(values, indent, ascii_only):
    text = json.dumps(values, indent=indent, ensure_ascii=ascii_only)
    found = items(f"\n{text}\n\n")
    assert [value for _, value in found] == values
    lines = ["", *text.split("\n")]
    assert all("{" in lines[number - 1] for number, _ in found)


@given(st.text('[]{},:"\\a1 \n', max_size=12))
def test_what_is_no_array_of_objects_is_told(text):
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return
    with pytest.raises(DataError, match=r"^a:\d+: "):
        items(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a:1: the JSON array is never closed"),
        ('{"a": 1}', "a:1: expected a JSON array"),
        ("[{},\n", "a:2: the JSON array is never closed"),
        ("[{}\n,]", "a:2: not JSON: an item is missing"),
        ("[\n{}} ]", r"a:2: not JSON"),
        ("[{}]\n[]", "a:2: not JSON: something stands behind the array"),
        ('[{},\n{"a": 1,\n "b" 2}]', "a:3: not JSON: Expecting ':'"),
        ('[{"a": "open\n}]', "a:1: not JSON: Invalid control character"),
        ('[{"a": "open\\\n}]', r"a:1: not JSON: Invalid .*escape"),
        ("[\u3000{}]", "a:1: not JSON"),
    ],
)
def test_mistakes_have_their_line(text, said):
    with pytest.raises(DataError, match=said):
        items(text)


def test_an_item_comes_before_the_next_is_read():
    lines = iter([(1, "["), (2, '{"a": 1},'), (3, "oops")])
    assert next(array_items(TextReader(), Path("a"), lines)) == (2, {"a": 1})
    assert next(lines) == (3, "oops")
