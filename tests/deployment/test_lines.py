import pytest

from mgkd.data import DataError
from mgkd.deployment import Line, json_lines, text_lines


def test_a_text_a_line_and_empty_lines_stay():
    assert list(text_lines(["one\n", "\n", " two \r\n", "three"])) == [
        Line("one"),
        Line(""),
        Line(" two "),
        Line("three"),
    ]


def test_texts_and_tokens_with_their_other_fields():
    lines = ['{"text": "a b", "id": 7}\n', "\n", '{"tokens": ["a", "b"]}']
    assert list(json_lines(lines, "posts")) == [
        Line("a b", {"text": "a b", "id": 7}),
        Line(("a", "b"), {"tokens": ["a", "b"]}),
    ]


def test_tokens_win_over_the_text_they_were_cut_from():
    [line] = json_lines(['{"text": "a b", "tokens": ["a", "b"]}'], "posts")
    assert line.content == ("a", "b")


def test_an_empty_text_is_a_text():
    assert [line.content for line in json_lines(['{"text": ""}'], "posts")] == [""]


@pytest.mark.parametrize(
    "line",
    [
        "[1]",
        '"text"',
        "{}",
        '{"text": 5}',
        '{"text": null}',
        '{"tokens": []}',
        '{"tokens": ["a", ""]}',
        '{"tokens": ["a", 1]}',
        '{"tokens": "abc"}',
        '{"tokens": "abc", "text": "abc"}',
        '{"tokens": ["a\\nb"]}',
    ],
)
def test_anything_else_is_named_with_its_place(line):
    with pytest.raises(DataError, match=r"posts:2: expected an object with a key text"):
        list(json_lines(['{"text": "fine"}', line], "posts"))


def test_what_is_no_json():
    with pytest.raises(DataError, match=r"posts:1: not JSON: .* at column 1\n.*--input text"):
        list(json_lines(["plain text"], "posts"))


@pytest.mark.parametrize(
    "line", ['{"text": "\\ud83d"}', '{"tokens": ["\\udc00"]}', '{"text": "a", "id": "\\ud800"}']
)
def test_half_of_a_surrogate_pair_is_no_text(line):
    with pytest.raises(DataError, match="posts:1: the line holds half of a surrogate pair"):
        list(json_lines([line], "posts"))


def test_a_whole_surrogate_pair_is_one_character():
    [line] = json_lines(['{"text": "\\ud83c\\udf89"}'], "posts")
    assert line.content == "🎉"
