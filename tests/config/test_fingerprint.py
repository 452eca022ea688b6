import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mgkd.config import fingerprint

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)
trees = st.recursive(
    scalars | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


def reversed_keys(tree):
    if isinstance(tree, dict):
        return {key: reversed_keys(value) for key, value in reversed(tree.items())}
    return [reversed_keys(item) for item in tree] if isinstance(tree, list) else tree


@settings(deadline=None, max_examples=60)
@given(trees)
def test_the_order_of_keys_is_no_matter(tree):
    assert fingerprint(reversed_keys(tree)) == fingerprint(tree)


@settings(deadline=None, max_examples=60)
@given(trees)
def test_survives_being_written_and_read(tree):
    assert fingerprint(json.loads(json.dumps(tree, indent=2))) == fingerprint(tree)


@settings(deadline=None, max_examples=60)
@given(trees, trees)
def test_what_differs_has_another(one, other):
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (fingerprint(one) == fingerprint(other)) == same


def test_is_the_same_in_every_process():
    # printf '{"a":[1,null],"b":"\u4e2d"}' | sha256sum, with the escape as it stands
    expected = "01de66d7598e0e8d56405e620a6e16fd0ad3a6f21a3211626d2a8a7717df0faf"
    assert fingerprint({"b": "中", "a": [1, None]}) == expected


def test_only_json_has_one():
    with pytest.raises(TypeError):
        fingerprint({"a": Path("x")})
    with pytest.raises(ValueError):
        fingerprint([float("nan")])
