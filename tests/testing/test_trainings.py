"""A check that never complains is worth nothing: every promise is broken once."""

import itertools
import json
import random
import sys
import tempfile

import numpy as np
import pytest
import torch

from mgkd.config import ConfigError, Supplied, all_registries
from mgkd.data import CharacterSplitter, Token, splitters
from mgkd.models import CRF, Encoder, WordEmbedder, decoders, embedders, encoders
from mgkd.testing import check_config_trains, check_gradients
from mgkd.testing.experiments import at_fixture_size
from mgkd.training import Callback, callbacks

pytestmark = pytest.mark.usefixtures("forgetful")

PLUGIN = """\
import random
from mgkd.distillation import GoldNLL, losses

@losses.register("{name}")
class Mine(GoldNLL):
    def forward(self, student, teacher, batch):
        random.random()
        return 2 * super().forward(student, teacher, batch)
"""


def test_the_components_of_the_framework_pass(distilling):
    check_config_trains(distilling(encoder={"type": "bilstm", "hidden_size": 4}))


def test_stages_are_trained_for_an_epoch_each(distilling):
    trainer = {"epochs": 9, "batch_size": 2, "optimizer": {"type": "adamw"}}
    late = {"type": "linear", "start": 1, "end": 0, "steps": 15}
    stages = [
        {"objective": [{"type": "fuzzy_crf", "k": 2, "weight": late}], "trainer": trainer},
        {"objective": [{"type": "gold_nll"}], "trainer": trainer},
    ]
    config = distilling(objective=None, trainer=None, stages=stages)
    small = at_fixture_size(config)["stages"]
    assert [stage["trainer"]["epochs"] for stage in small] == [1, 1]
    assert small[0]["objective"][0]["weight"]["steps"] == 1
    check_config_trains(config)


def test_fixture_size_reaches_every_training(tagging, distilling):
    small = at_fixture_size(distilling())
    teacher = small["teacher"]["config"]
    assert small["trainer"]["epochs"] == teacher["trainer"]["epochs"] == 1
    assert small["baseline"] is teacher["baseline"] is False
    assert small["trainer"]["batch_size"] == 2
    assert small["corpus"] == distilling()["corpus"]


def test_weights_that_change_fit_into_one_epoch(tagging):
    weight = {"type": "linear", "start": 1, "end": 0, "epochs": 40}
    check_config_trains(tagging(objective=[{"type": "gold_nll", "weight": weight}]))


def test_a_file_is_read_as_a_command_reads_it(tagging, tmp_path):
    """Its plugins are beside it; its variables and overrides are as given."""
    (tmp_path / "mine.py").write_text(PLUGIN.format(name="mine"), encoding="utf-8")
    config = tmp_path / "mine.jsonnet"
    tree = json.dumps(tagging(plugins=["mine.py"], objective=[{"type": "mine"}]))
    read = "{ variables: { size: std.extVar('mgkd').vars.size } }"
    config.write_text(f"{tree} + {read}", encoding="utf-8")
    check_config_trains(config, variables={"size": "8"}, overrides=["objective[0].weight=0.5"])
    with pytest.raises(ConfigError, match=rf"{config}: 1 problem\n  objective\[0\]\.wieght"):
        check_config_trains(config, variables={"size": "8"}, overrides=["objective[0].wieght=0.5"])


def test_plugins_of_a_mapping_are_beside_the_work(tagging, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(PLUGIN.format(name="mine"), encoding="utf-8")
    teacher = {"type": "trained", "config": tagging(plugins=["mine.py"])}
    check_config_trains(tagging(teacher=teacher, objective=[{"type": "mine"}]))


def test_a_wrong_config_is_a_config_error(tagging):
    with pytest.raises(ConfigError, match=r"config: 1 problem\n  model\.encoder\.hiden_size"):
        check_config_trains(tagging(encoder={"type": "bilstm", "hiden_size": 4}))
    with pytest.raises(ConfigError, match=r"model\.encoder.*heads"):
        check_config_trains(tagging(encoder={"type": "transformer", "hidden_size": 6, "heads": 4}))


@pytest.mark.parametrize("plugin", ["mine.py", "mine_package"])
def test_nothing_is_left_behind(plugin, tagging, tmp_path, monkeypatch):
    """Nor is anything missing: a plugin runs again when it is named again."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "mine_package").mkdir()
    (tmp_path / "mine_package" / "__init__.py").write_text("from mine_package import mine")
    for place in ("mine.py", "mine_package/mine.py"):
        (tmp_path / place).write_text(PLUGIN.format(name="mine"), encoding="utf-8")
    check_gradients(tagging())  # torch makes a folder of its own, once
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    config = tagging(plugins=[plugin], objective=[{"type": "mine"}])

    torch.rand(1), np.random.rand(), random.random()  # not as a training leaves them
    torch.use_deterministic_algorithms(False)
    before, modules = state(), set(sys.modules)
    check_config_trains(config)
    check_gradients(config)
    with pytest.raises(ConfigError):
        check_config_trains(config | {"sede": 3})
    check_config_trains(config)
    assert state() == before
    left = sys.modules.keys() - modules
    assert not any(name.startswith(("mgkd_plugin", "mine_package")) for name in left)
    assert not list(temporary.iterdir())


def state() -> list:
    registered = [(name, registry.names()) for name, registry in all_registries().items()]
    return [
        registered,
        torch.get_rng_state().tolist(),
        np.random.get_state()[1].tolist(),
        random.getstate(),
        torch.are_deterministic_algorithms_enabled(),
    ]


def test_a_training_that_fails_is_told(tagging):
    @encoders.register("mine")
    class Mine(Encoder):
        def __init__(self, *, input_size: Supplied[int]) -> None:
            super().__init__()
            self.output_size = input_size

        def forward(self, embedded, mask):
            return self.missing(embedded)

    with pytest.raises(AssertionError, match="training for an epoch: raised AttributeError: 'Mine"):
        check_config_trains(tagging(encoder={"type": "mine"}))
    config = tagging()
    config["trainer"]["optimizer"] = {"type": "sgd", "lr": 1e38}
    with pytest.raises(AssertionError, match=r"for an epoch: raised \w+: .*(not finite|inf|NaN)"):
        check_config_trains(config)


@pytest.mark.parametrize(
    "change, complaint",
    [
        (lambda r: r.terms.update(extra=float("nan")), r"metrics\.jsonl: not finite: extra$"),
        (lambda r: r.metrics.update(f2=float("inf")), r"metrics\.jsonl: not finite: f2$"),
        (lambda r: vars(r).update(epoch=7), r"tells of the epochs \[7\] of a training of one"),
    ],
)
def test_records_that_are_wrong_are_told(change, complaint, tagging):
    @callbacks.register("meddling")
    class Meddling(Callback):
        def on_epoch_end(self, run, record):
            change(record)

    config = tagging()
    config["trainer"]["callbacks"] = [{"type": "meddling"}]
    with pytest.raises(AssertionError, match=complaint):
        check_config_trains(config)


def test_a_parameter_that_changes_on_its_way_is_told(tagging):
    @decoders.register("drifting")
    class Drifting(CRF):
        def _load_from_state_dict(self, state, prefix, *others):
            state[f"{prefix}start"] = state[f"{prefix}start"] + 0.1
            super()._load_from_state_dict(state, prefix, *others)

    with pytest.raises(AssertionError, match=r"loaded, decoder\.start has changed"):
        check_config_trains(tagging(decoder={"type": "drifting"}))


def test_what_a_run_directory_does_not_hold_is_told(tagging):
    @embedders.register("forgetful")
    class Forgetful(WordEmbedder):
        def save_assets(self, directory):
            pass

    with pytest.raises(AssertionError, match=r"loading the trained .* lacks vocabulary\.json"):
        check_config_trains(tagging(embedder={"type": "forgetful", "size": 4}))


def test_a_vocabulary_that_comes_back_in_another_order_is_told(tagging):
    @embedders.register("shuffled")
    class Shuffled(WordEmbedder):
        def load_assets(self, directory):
            super().load_assets(directory)
            self.vocabulary = type(self.vocabulary)(self.vocabulary.to_json()[::-1])

    with pytest.raises(AssertionError, match="saved and loaded, the tagger gives other scores on"):
        check_config_trains(tagging(embedder={"type": "shuffled", "size": 4}))


def test_a_predictor_that_finds_something_else_is_told(tagging):
    loads = itertools.count(1)

    @embedders.register("tired")
    class Tired(WordEmbedder):
        """Loads well once."""

        def load_assets(self, directory):
            super().load_assets(directory)
            if next(loads) > 1:
                self.vocabulary = type(self.vocabulary)(self.vocabulary.to_json()[::-1])

    config = tagging(embedder={"type": "tired", "size": 16})
    config["trainer"]["optimizer"]["lr"] = 0.3
    with pytest.raises(AssertionError, match=r"Predictor of the run finds .* in .*, and the tra"):
        check_config_trains(config)


@pytest.mark.parametrize(
    "token, complaint",
    [
        (lambda text: Token(text[0], 1, 2), "gives the token '小' at characters 1 to 2 of '小"),
        (lambda text: Token("", 0, 0), "gives the token '' at characters 0 to 0"),
        (lambda text: text.tokens, "cutting '小 .*' into tokens: raised AttributeError"),
    ],
)
def test_a_splitter_that_is_wrong_is_told(token, complaint, tagging):
    @splitters.register("mine")
    class Mine(CharacterSplitter):
        def split(self, text):
            return [token(text)]

    with pytest.raises(AssertionError, match=complaint):
        check_config_trains(tagging(corpus={"splitter": {"type": "mine"}}))
