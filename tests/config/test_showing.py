import json

from hypothesis import given
from hypothesis import strategies as st

from mgkd.config import Difference, commented, differences, read_config

values = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5) | st.floats(-1e6, 1e6)
trees = st.dictionaries(
    st.text(max_size=3) | st.sampled_from(["local", "a", "self", "名"]),
    st.recursive(
        values,
        lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=3), part),
        max_leaves=8,
    ),
)


@given(trees)
def test_what_is_shown_is_the_same_config(tmp_path_factory, tree):
    file = tmp_path_factory.getbasetemp() / "shown.jsonnet"
    file.write_text(commented(tree, lambda path: "from // here"), encoding="utf-8")
    assert json.dumps(read_config(file).tree, sort_keys=True) == json.dumps(
        json.loads(json.dumps(tree), parse_float=_as_jsonnet), sort_keys=True
    )


def _as_jsonnet(text):
    value = float(text)
    return int(value) if value.is_integer() else value


def test_origins_stand_behind_the_values():
    tree = {"a": 1, "b": {"c": [1, 2]}, "d": [{"e": None}], "f": {}, "not a name": "x"}
    lines = commented(tree, lambda path: f"at {path}").splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        "{",
        "a: 1, // at a",
        "b: {",
        "c: [1, 2], // at b.c",
        "},",
        "d: [",
        "{",
        "e: null, // at d[0].e",
        "},",
        "],",
        "f: {}, // at f",
        '"not a name": "x", // at ["not a name"]',
        "}",
    ]


def test_differences_path_by_path():
    one = {"a": 1, "b": {"c": [1, 2], "d": "x"}, "e": [{"f": 1}, {"g": 2}], "h": True}
    one["j"] = {"type": "x", "k": 1}
    one["l"] = [{}, {"m": 1}]
    one["n"] = "x" * 90
    other = {"a": 1.0, "b": {"c": [1, 3], "i": None}, "e": [{"f": 2}], "h": 1}
    assert differences(one, other) == [
        Difference("b.c", "[1, 2]", "[1, 3]"),
        Difference("b.d", '"x"', ""),
        Difference("b.i", "", "null"),
        Difference("e[0].f", "1", "2"),
        Difference("e[1]", "{...}", ""),
        Difference("h", "true", "1"),
        Difference("j", '{type: "x", ...}', ""),
        Difference("l", "[2 items]", ""),
        Difference("n", f'"{"x" * 58}…', ""),
    ]


@given(trees)
def test_nothing_differs_from_itself(tree):
    assert differences(tree, json.loads(json.dumps(tree))) == []
