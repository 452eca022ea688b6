import json

import pytest

from mgkd.config import ConfigError, UserError
from mgkd.experiment import load_experiment


def test_everything_wrong_is_said_at_once(toy):
    tree = toy.distilled()
    tree["objective"][1]["wieght"] = 2
    tree["objective"][2]["type"] = "fuzzy_cfr"
    tree["trainer"] = tree["trainer"] | {"epochs": "ten"}
    tree["model"] = {**tree["model"], "encoder": {"type": "bilstm", "input_size": 4}}
    with pytest.raises(ConfigError) as caught:
        toy.load(tree)
    lines = str(caught.value).splitlines()
    assert lines[0].endswith("config.jsonnet: 4 problems")
    said = {line.split()[0]: line.split(maxsplit=1)[1] for line in lines[1:]}
    assert said == {
        "model.encoder.input_size": "is supplied by the program, remove it (line 1)",
        "objective[1].wieght": "unknown key for kbest_cross_entropy; did you mean weight? (line 1)",
        "objective[2].type": "no loss is called fuzzy_cfr; nearest: fuzzy_crf, "
        "fuzzy_crf_top, fuzzy_crf_threshold (mgkd components losses) (line 1)",
        "trainer.epochs": 'expected an integer of at least 1, found "ten" (line 1)',
    }


def test_overrides_reach_the_teacher(toy):
    spec = toy.load(toy.distilled(), ["teacher.config.trainer.epochs=7", "seed=9"]).spec
    assert spec.tree["teacher"]["config"]["trainer"]["epochs"] == 7
    assert spec().seed == 9
    assert spec().stages[0].trainer.epochs == 2


def test_a_teacher_is_needed_by_losses_that_ask_one(toy):
    tree = toy.distilled()
    del tree["teacher"]
    with pytest.raises(
        ConfigError, match="learns from a teacher, and the config names none"
    ) as caught:
        toy.load(tree)
    assert caught.value.source.endswith("config.jsonnet")


def test_a_run_is_named_by_config_and_profile(toy):
    assert toy.load(toy.single()).name == "config"
    assert toy.load(toy.single(variables={"profile": "paper"})).name == "config-paper"


def test_plugins_that_are_no_list_of_names_are_a_problem(toy):
    with pytest.raises(ConfigError, match=r"plugins"):
        toy.load(toy.single(plugins=[3]))


def test_a_plugin_stands_beside_its_config(toy, tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "mine.jsonnet").write_text(json.dumps(toy.single(plugins=["mine.py"])))
    with pytest.raises(UserError, match=r"elsewhere/mine\.py"):
        load_experiment(folder / "mine.jsonnet")


class TestVariables:
    """Of the shipped settings: a variable has the type of its default."""

    @pytest.fixture
    def load(self, toy, root, tmp_path):
        def load(**variables):
            settings = root / "training_configs" / "lib" / "settings.libsonnet"
            tree = json.dumps(toy.single())
            (tmp_path / "a.jsonnet").write_text(
                f"local settings = import '{settings}';\n"
                "local epochs = settings.variable('epochs', 3);\n"
                "local baseline = settings.variable('fast', false);\n"
                "local name = settings.variable('name', 'toy');\n"
                f"{tree} + {{\n"
                "  variables: { epochs: epochs, fast: baseline, name: name },\n"
                "  trainer+: { epochs: epochs },\n"
                "}\n"
            )
            return load_experiment(tmp_path / "a.jsonnet", variables=variables).spec.tree

        return load

    def test_defaults(self, load):
        assert load()["variables"] == {"epochs": 3, "fast": False, "name": "toy"}

    def test_given(self, load):
        tree = load(epochs="5", fast="true", name="5")
        assert tree["variables"] == {"epochs": 5, "fast": True, "name": "5"}
        assert tree["trainer"]["epochs"] == 5

    def test_of_another_type(self, load):
        with pytest.raises(UserError, match="--var epochs: expected a number, such as 3, found x"):
            load(epochs="x")
        with pytest.raises(UserError, match="--var fast: expected a boolean, such as false"):
            load(fast="1")
