"""The JSON Schema says what the check says, as far as types go."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import PositiveInt

from mgkd.config import Deferred, Registry, check, schema_of


class Whole:
    """A config.

    Args:
        size: how large.
    """

    def __init__(
        self,
        size: PositiveInt,
        kind: Literal["a", "b"] = "a",
        pair: tuple[float, float] = (0.5, 1),
        table: dict[str, PositiveInt] | None = None,
    ) -> None: ...


def validator(cls) -> Draft202012Validator:
    schema = schema_of(cls)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_it_is_a_schema_with_descriptions_and_defaults():
    schema = schema_of(Whole)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    properties = schema["$defs"]["Whole"]["properties"]
    assert properties["size"] == {
        "exclusiveMinimum": 0,
        "type": "integer",
        "description": "how large.",
    }
    assert properties["kind"]["default"] == "a"
    assert schema["$defs"]["Whole"]["required"] == ["size"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(["a", "b", "x", 0.5]),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text("ab", max_size=1), part),
    max_leaves=4,
)
KEYS = ["size", "kind", "pair", "table", "sise"]


@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_it_allows_what_the_check_allows(tree):
    assert validator(Whole).is_valid(tree) == (check(Whole, tree) == [])


@pytest.mark.parametrize(
    "tree",
    [
        {"objective": [{"type": "fuzzy_crf", "k": 2, "weight": 0}], "trainer": {"epochs": 3}},
        {"objective": [{"type": "gold_nll"}], "trainer": {"epochs": 3, "patience": None}},
        {"objective": [], "trainer": {"epochs": 3, "log": "runs/a"}},
        {"objective": [{"type": "fuzzy_crf", "temperature": 2}], "trainer": {"epochs": 3}},
        {"objective": [{"weight": 2}], "trainer": {"epochs": 3}},
        {"objective": [{"type": "fuzzy"}], "trainer": {"epochs": 3}},
        {"objective": {"type": "gold_nll"}, "trainer": {"epochs": 3}},
        {"objective": [], "trainer": {"epochs": 0}},
        {"objective": [], "trainer": {}},
        {"objective": [], "trainer": {"epochs": 1}, "seed": 1},
    ],
)
def test_components(toys, tree):
    assert validator(toys.Experiment).is_valid(tree) == (check(toys.Experiment, tree) == [])


@pytest.mark.parametrize(
    "encoder",
    [
        {"type": "bilstm", "hidden_size": 2},
        {"type": "bilstm"},
        {"type": "bilstm", "hidden_size": 2, "input_size": 3},
        {"type": "stack", "layers": [{"type": "stack", "layers": ["gru"]}]},
        {"type": "stack", "layers": [{"type": "stack", "layers": ["grue"]}]},
        "gru",
        "bilstm",
        "lstm",
        None,
        {"hidden_size": 2},
    ],
)
def test_nested_and_short(toys, encoder):
    class Model:
        def __init__(self, encoder: Deferred[toys.Encoder]) -> None: ...

    tree = {"encoder": encoder}
    assert validator(Model).is_valid(tree) == (check(Model, tree) == [])


def test_a_reference_and_a_default():
    class Rock:
        def __init__(self, size: int = 1) -> None: ...

    rocks: Registry[Rock] = Registry("rocks", noun="rock", base=Rock, default="small")
    rocks.register("small")(Rock)

    class Garden:
        def __init__(self, one: Rock, other: Rock) -> None: ...

    valid = validator(Garden).is_valid
    assert valid({}) and check(Garden, {}) == []
    assert valid({"one": {"size": 3}, "other": {"ref": "one"}})
    assert not valid({"one": {"ref": "other", "size": 3}})


def test_references_beside_other_keys_and_names_alone(toys):
    for tree in (
        [{"type": "fuzzy_crf"}, {"ref": "[0]", "weight": 2}],
        [{"type": "fuzzy_crf"}, {"ref": "[0]"}],
        ["gold_nll", "fuzzy_crf", {"type": "gold_nll"}],
        ["gold"],
        [{"ref": "[0]", "k": 2}],
    ):

        class Terms:
            def __init__(self, terms: list[toys.Term]) -> None: ...

        wrong = [p for p in check(Terms, {"terms": tree}) if "no component" not in p.message]
        wrong = [p for p in wrong if "there is no [0]" not in p.message]
        assert validator(Terms).is_valid({"terms": tree}) == (wrong == []), tree


def test_names_of_all_kinds():
    class Rock: ...

    class Stone(Rock):
        def __init__(self, size: int) -> None: ...

    rocks: Registry[Rock] = Registry("odd rocks", noun="rock", base=Rock)
    names = ["plain", "a/b", "~c", "d e", "f%20", "名"]
    for name in names:
        rocks.register(name)(Stone)

    def same() -> type:
        class Plain:
            def __init__(self, x: int) -> None: ...

        return Plain

    first = same()

    class Plain:
        def __init__(self, y: str) -> None: ...

    class Holder:
        def __init__(self, rock: Rock, first: first, second: Plain) -> None: ...

    valid = validator(Holder).is_valid
    for name in names:
        rest = {"first": {"x": 1}, "second": {"y": "z"}}
        assert valid({"rock": {"type": name, "size": 1}, **rest}), name
        assert not valid({"rock": {"type": name, "size": "x"}, **rest}), name
    assert not valid({"rock": {"type": "plain", "size": 1}, "first": {"x": 1}, "second": {"x": 1}})


def test_an_editor_may_name_the_schema_in_a_config():
    assert validator(Whole).is_valid({"$schema": "mgkd.schema.json", "size": 1})
