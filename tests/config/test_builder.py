from pathlib import Path

import pytest

from mgkd.config import ConfigError, Deferred, Problem, Supplied, UserError, build, rebuild


@pytest.fixture(autouse=True)
def _filled(toys):
    """The registries hold the toys in every test here."""


def test_a_config_becomes_objects(toys):
    tree = {
        "objective": [{"type": "fuzzy_crf", "k": 2, "weight": 3}, {"type": "gold_nll"}],
        "trainer": {"epochs": 3, "log": "runs/a"},
    }
    experiment = build(toys.Experiment, tree)
    first, second = experiment.objective
    assert (type(first.loss), first.loss.k, first.loss.include_gold) == (toys.FuzzyCRF, 2, True)
    assert type(first.weight) is float and first.weight == 3.0
    assert type(second.loss) is toys.GoldNLL and second.weight == 1.0
    assert experiment.trainer == toys.Trainer(epochs=3, log=Path("runs/a"))


def test_problems_are_raised_together(toys):
    with pytest.raises(ConfigError) as caught:
        build(toys.Trainer, {"epochs": 0, "x": 1}, "trainer")
    assert [problem.path for problem in caught.value.problems] == ["trainer.epochs", "trainer.x"]


def test_registered_functions_build_too(toys):
    built = build(toys.Encoder, {"type": "deep_gru", "depth": 6})
    assert type(built) is toys.GRU and built.hidden_size == 6


def test_a_concrete_class_needs_no_type(toys):
    assert build(toys.GRU, {}).hidden_size == 8


def test_collections_keep_their_kind(toys):
    assert build(tuple[int, ...], [1, 2]) == (1, 2)
    assert build(list[Path], ["a"]) == [Path("a")]
    assert build(tuple[int, str], [1, "a"]) == (1, "a")
    assert build(set[str], ["a", "a"]) == {"a"}
    assert build(int | float, 1) == 1 and type(build(int | float, 1)) is int
    built = build(dict[str, toys.Encoder], {"a": {"type": "gru"}})
    assert type(built["a"]) is toys.GRU
    union = build(list[toys.Encoder] | toys.Encoder | None, [{"type": "gru"}])
    assert type(union[0]) is toys.GRU


class TestSupplied:
    def test_handed_down_to_nested_components(self, toys):
        tree = {"type": "stack", "layers": [{"type": "bilstm", "hidden_size": 4}]}
        assert build(toys.Encoder, tree, input_size=7).layers[0].input_size == 7

    def test_what_nobody_takes_is_ignored(self, toys):
        assert build(toys.GRU, {}, input_size=7).hidden_size == 8

    def test_a_forgotten_one_is_a_fault_of_the_program(self, toys):
        with pytest.raises(TypeError, match="BiLSTM needs input_size, which was not supplied"):
            build(toys.BiLSTM, {"hidden_size": 4})

    def test_one_with_a_default_may_be_forgotten(self, toys):
        assert build(toys.Model, {}, size=3).prepare is None
        assert build(toys.Model, {}, size=3, prepare=str).prepare is str

    def test_a_config_may_not_name_it_even_if_supplied(self, toys):
        with pytest.raises(ConfigError, match=r"input_size .*supplied by the program"):
            build(toys.BiLSTM, {"hidden_size": 4, "input_size": 1}, input_size=1)


class TestDeferred:
    def test_built_by_the_constructor_that_takes_it(self, toys):
        tree = {"encoder": {"type": "bilstm", "hidden_size": 4}}
        assert build(toys.Model, tree, size=3).encoder.input_size == 3
        assert build(toys.Model, {"encoder": None}, size=3).encoder is None

    def test_checked_at_once_and_built_anew_by_each_call(self, toys):
        tree = {"type": "bilstm", "hidden_size": 4}
        deferred = build(Deferred[toys.Encoder], tree, "encoder")
        assert (deferred.tree, deferred.path) == ({**tree, "dropout": 0.5}, "encoder")
        first, second = deferred(input_size=1), deferred(input_size=2)
        assert (first.input_size, second.input_size) == (1, 2)
        with pytest.raises(ConfigError, match="hidden_size"):
            build(Deferred[toys.Encoder], {"type": "bilstm"})

    def test_inherits_nothing(self, toys):
        tree = {"type": "bilstm", "hidden_size": 4}
        deferred = build(Deferred[toys.Encoder], tree, input_size=3)
        with pytest.raises(TypeError, match="BiLSTM needs input_size"):
            deferred()

    def test_in_lists(self, toys):
        tree = [{"type": "gru"}, {"type": "bilstm", "hidden_size": 2}]
        built = [one(input_size=5) for one in build(list[Deferred[toys.Encoder]], tree)]
        assert [type(one) for one in built] == [toys.GRU, toys.BiLSTM]

    def test_a_late_refusal_has_its_path(self, toys):
        tree = {"encoder": {"type": "bilstm", "hidden_size": 3}}
        with pytest.raises(ConfigError) as caught:
            build(toys.Model, tree, "model", size=3)
        assert caught.value.problems == (
            Problem("model.encoder", "bilstm: hidden_size is 3, but must be even"),
        )


class Checked:
    def __init__(self, low: int, high: int) -> None:
        if high < low:
            raise ValueError("high is below low")


class Range:
    def __init__(self, parts: list[Checked]) -> None:
        self.parts = parts


class BadFile(UserError, ValueError):
    pass


class Opens:
    def __init__(self, name: str) -> None:
        raise BadFile(f"no file {name}")


class Broken:
    def __init__(self, stuff: Supplied[dict]) -> None:
        stuff["missing"]


class TestRefusals:
    def test_a_value_error_becomes_a_problem_of_the_place(self):
        with pytest.raises(ConfigError) as caught:
            build(Range, {"parts": [{"low": 1, "high": 2}, {"low": 2, "high": 1}]})
        assert caught.value.problems == (Problem("parts[1]", "Checked: high is below low"),)
        assert type(caught.value.__cause__) is ValueError

    def test_an_error_for_the_user_passes_as_it_is(self):
        with pytest.raises(BadFile, match="no file x"):
            build(Opens, {"name": "x"})

    def test_other_errors_are_faults_and_stay(self):
        with pytest.raises(KeyError):
            build(Broken, {}, stuff={})


def is_low(config):
    if config["level"] > 1:
        yield config.problem("level", "too high")


class Level:
    rules = (is_low,)

    def __init__(self, level: int) -> None:
        self.level = level


class TestBuildingAgain:
    def test_rules_are_not_followed(self):
        with pytest.raises(ConfigError, match="too high"):
            build(Level, {"level": 2})
        assert rebuild(Level, {"level": 2}).level == 2

    def test_annotations_are(self):
        with pytest.raises(ConfigError, match="expected an integer"):
            rebuild(Level, {"level": "2"})
