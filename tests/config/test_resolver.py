from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import PositiveInt

from mgkd.config import Deferred, Inline, Problem, Supplied, check


def messages(annotation, tree):
    return {problem.path: problem.message for problem in check(annotation, tree)}


@pytest.fixture(autouse=True)
def _filled(toys):
    """The registries hold the toys in every test here."""


def test_a_right_config_has_no_problem(toys):
    tree = {
        "objective": [{"type": "fuzzy_crf", "k": 2, "weight": 0}, {"type": "gold_nll"}],
        "trainer": {"epochs": 3, "patience": None, "log": "runs/a"},
    }
    assert check(toys.Experiment, tree) == []


def test_all_problems_at_once_in_the_order_of_the_config(toys):
    tree = {"trainer": {"epoch": 3, "schedule": "cosine"}, "objective": {}, "seed": 1}
    assert check(toys.Experiment, tree) == [
        Problem("trainer.epoch", "unknown key for Trainer; did you mean epochs?"),
        Problem("trainer.schedule", 'expected one of "linear", "constant", found "cosine"'),
        Problem("trainer.epochs", "missing; required by Trainer"),
        Problem("objective", "expected a list, found an object"),
        Problem("seed", "unknown key for Experiment; it takes objective, trainer"),
    ]


def test_the_path_given_stands_before(toys):
    tree = {"epochs": 0}
    assert check(toys.Trainer, tree, "teacher.trainer") == [
        Problem("teacher.trainer.epochs", "expected an integer of at least 1, found 0")
    ]


def test_missing_and_unknown_types(toys):
    assert messages(toys.Encoder, {"hidden_size": 3}) == {
        "type": "missing; one of bilstm, deep_gru, gru, stack (mgkd components toy encoders)"
    }
    assert messages(toys.Encoder, {"type": "lstm"}) == {
        "type": "no encoder is called lstm; nearest: bilstm (mgkd components toy encoders)"
    }
    assert messages(toys.Encoder, {"type": 3}) == {
        "type": "expected the name of an encoder, found 3"
    }
    assert messages(toys.Encoder, ["bilstm"]) == {
        "": 'expected an encoder (its name, or an object with "type"), found a list of 1 item'
    }


def test_a_required_key_names_its_component(toys):
    assert messages(toys.Encoder, {"type": "bilstm"}) == {
        "hidden_size": "missing; required by bilstm"
    }


def test_what_the_program_supplies_may_not_stand_in_a_config(toys):
    tree = {"type": "bilstm", "hidden_size": 2, "input_size": 3}
    assert messages(toys.Encoder, tree) == {"input_size": "is supplied by the program, remove it"}


def test_type_may_be_left_out_for_a_registered_class_but_must_fit(toys):
    assert check(toys.BiLSTM, {"hidden_size": 2}) == []
    assert check(toys.BiLSTM, {"type": "bilstm", "hidden_size": 2}) == []
    assert messages(toys.BiLSTM, {"type": "gru"}) == {
        "type": "gru does not fit here; one of bilstm does"
    }


def test_a_class_between_takes_what_is_registered_below_it(toys):
    assert check(toys.Recurrent, {"type": "gru"}) == []
    assert check(toys.Recurrent, {"type": "deep_gru", "depth": 1}) == []
    assert messages(toys.Recurrent, {}) == {
        "type": "missing; one of deep_gru, gru (mgkd components toy encoders)"
    }


def test_a_plain_class_takes_no_type(toys):
    assert messages(toys.Trainer, {"type": "trainer", "epochs": 1}) == {
        "type": "unknown key for Trainer; it takes epochs, log, patience, schedule"
    }


def test_components_nest_in_lists(toys):
    tree = {"type": "stack", "layers": [{"type": "gru"}, {"type": "stack", "layers": []}]}
    assert messages(toys.Encoder, tree) == {
        "layers[1].layers": "expected a list of at least 1 item, found an empty list"
    }


class TestInline:
    def test_keys_are_judged_by_both_signatures(self, toys):
        assert messages(toys.Term, {"type": "fuzzy_crf", "zzz": 2}) == {
            "zzz": "unknown key for fuzzy_crf; it takes include_gold, k, weight"
        }
        assert messages(toys.Term, {"type": "fuzzy_crf", "include_golf": 2, "weigth": 1}) == {
            "include_golf": "unknown key for fuzzy_crf; did you mean include_gold?",
            "weigth": "unknown key for fuzzy_crf; did you mean weight?",
        }

    def test_problems_of_both_are_at_the_same_path(self, toys):
        tree = [{"type": "fuzzy_crf", "k": 0, "weight": -1}]
        assert messages(list[toys.Term], tree) == {
            "[0].weight": "expected a number of at least 0, found -1",
            "[0].k": "expected an integer of at least 1, found 0",
        }

    def test_a_key_that_both_take_is_a_mistake_of_the_author(self, losses, toys):
        def heavy(weight: float = 1.0) -> toys.Loss:
            return toys.GoldNLL()

        losses.register("heavy")(heavy)
        assert messages(toys.Term, {"type": "heavy"}) == {
            "": "heavy takes weight, as does what its keys stand in; its author must rename that "
            "argument"
        }


class TestUnions:
    def test_null_or_a_component(self, toys):
        annotation = Deferred[toys.Encoder] | None
        assert check(annotation, None) == []
        assert messages(annotation, {"type": "bilstn"}) == {
            "type": "no encoder is called bilstn; nearest: bilstm (mgkd components toy encoders)"
        }
        assert messages(annotation, False) == {
            "": 'expected an encoder (its name, or an object with "type") or null, found false'
        }

    def test_the_option_with_the_fewest_problems_speaks(self, toys):
        annotation = toys.Trainer | toys.Encoder | list[toys.Encoder]
        assert messages(annotation, {"type": "gru", "hidden_size": "x"}) == {
            "hidden_size": 'expected an integer of at least 1, found "x"'
        }
        assert messages(annotation, {"epochs": 1, "log": 2}) == {
            "log": "expected a path or null, found 2"
        }
        assert messages(annotation, [{"type": "gru"}, 3]) == {
            "[1]": 'expected an encoder (its name, or an object with "type"), found 3'
        }


class TestCollections:
    def test_objects_with_any_keys(self, toys):
        annotation = dict[str, toys.Trainer]
        assert messages(annotation, {"a": {"epochs": 1}, "b c": {"epochs": 0}}) == {
            '["b c"].epochs': "expected an integer of at least 1, found 0"
        }
        assert messages(annotation, []) == {"": "expected an object, found an empty list"}

    def test_rows_have_a_length(self):
        annotation = tuple[float, float]
        assert check(annotation, [0.9, 1]) == []
        assert messages(annotation, [0.9]) == {
            "": "expected a list of exactly 2 items, found a list of 1 item"
        }
        assert messages(annotation, [0.9, "x"]) == {"[1]": 'expected a number, found "x"'}

    def test_lists_of_values(self):
        assert messages(tuple[PositiveInt, ...], [1, 0, "a"]) == {
            "[1]": "expected an integer of at least 1, found 0",
            "[2]": 'expected an integer of at least 1, found "a"',
        }


class TestAuthorsMistakes:
    def test_an_argument_without_annotation(self):
        class Careless:
            def __init__(self, size) -> None: ...

        with pytest.raises(TypeError, match=r"Careless: the argument size has no annotation"):
            check(Careless, {})

    def test_an_annotation_that_no_config_can_meet(self):
        class Impossible:
            def __init__(self, apply: type[int]) -> None: ...

        class Named:
            def __init__(self, size: "Nowhere") -> None: ...  # noqa: F821

        with pytest.raises(TypeError, match="Impossible: argument apply: a config cannot hold"):
            check(Impossible, {})
        with pytest.raises(TypeError, match=r"Nowhere.*not under TYPE_CHECKING"):
            check(Named, {})

    def test_markers_in_the_wrong_place(self):
        class Inside:
            def __init__(self, size: Supplied[int] | None = None) -> None: ...

        class Two:
            def __init__(self, a: Inline[Inside], b: Inline[Inside]) -> None: ...

        with pytest.raises(TypeError, match=r"Inside: argument size: .* around the whole"):
            check(Inside, {})
        with pytest.raises(TypeError, match="Two: only one argument can be Inline"):
            check(Two, {})

    def test_keys_that_are_no_strings(self):
        with pytest.raises(TypeError, match="keys of an object in a config are strings"):
            check(dict[int, str], {})


def test_nothing_is_built(toys):
    class Explosive:
        def __init__(self, size: int = 1) -> None:
            raise AssertionError("built")

    assert check(Explosive, {"size": 2}) == []


def test_plain_annotations():
    assert check(Any, [{"a": None}]) == []
    assert check(dict[str, Any], {"a": [1]}) == []
    assert check(Path | None, None) == []
    assert messages(Literal["bio"], "bioes") == {"": 'expected "bio", found "bioes"'}
