import json

import pytest

from mgkd.data import Vocabulary

ROWS = [["b", "a", "b"], ["c", "a", "b"]]


def test_ids_go_by_frequency_then_code_point():
    assert Vocabulary.build(ROWS).tokens == ("<pad>", "<unk>", "b", "a", "c")
    assert Vocabulary.build(reversed(ROWS)) == Vocabulary.build(ROWS)


def test_rare_tokens_are_unknown():
    vocabulary = Vocabulary.build(ROWS, min_count=2)
    assert vocabulary.ids(["c", "b", "x"]) == [Vocabulary.UNKNOWN, 2, Vocabulary.UNKNOWN]
    assert "b" in vocabulary and "c" not in vocabulary


def test_tokens_may_have_been_counted():
    assert Vocabulary.of({"a": 2, "b": 3, "c": 1}) == Vocabulary.build(ROWS)
    assert Vocabulary.of({"a": 2, "b": 3, "c": 1}, 3) == Vocabulary.build(ROWS, min_count=3)


def test_a_token_that_looks_special_is_an_ordinary_token():
    vocabulary = Vocabulary.build([["<pad>", "<unk>", "a"]])
    assert vocabulary.ids(["<pad>", "<unk>"]) == [2, 3]
    assert Vocabulary.build(ROWS).ids(["<pad>"]) == [Vocabulary.UNKNOWN]


def test_coverage_counts_occurrences():
    vocabulary = Vocabulary(["a"])
    assert vocabulary.coverage([["a", "a", "b"], ["a"]]) == 0.75
    assert vocabulary.coverage([]) == 1.0


def test_json_there_and_back():
    vocabulary = Vocabulary.build(ROWS)
    assert Vocabulary.from_json(json.loads(json.dumps(vocabulary.to_json()))) == vocabulary


def test_tokens_are_distinct():
    with pytest.raises(ValueError, match="'a' stands"):
        Vocabulary(["b", "a", "a"])
