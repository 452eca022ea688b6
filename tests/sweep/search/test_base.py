import json

import pytest

from mgkd.config import ConfigError
from mgkd.sweep.search import load_base


@pytest.fixture
def config(place):
    path = place.folder / "student.jsonnet"
    path.write_text(json.dumps(place.config()), encoding="utf-8")
    return path


def test_a_config_with_values(config):
    over = ["trainer.optimizer.lr=log(1e-4,1e-2)", "model.embedder.size=choice(4,8)"]
    base = load_base(config, over, overrides=["trainer.epochs=3"])
    assert (base.name, base.monitor) == ("student", "f1")
    tree = base.with_values({"trainer.optimizer.lr": 0.005, "model.embedder.size": 8}).spec.tree
    assert tree["trainer"]["optimizer"]["lr"] == 0.005
    assert (tree["model"]["embedder"]["size"], tree["trainer"]["epochs"]) == (8, 3)
    assert base.tree["model"]["embedder"]["size"] == 4


def test_all_mistakes_at_once(config):
    over = [
        "trainer.optimiser.lr=log(1e-4,1e-2)",
        "model.embedder.size=int(0,8)",
        "trainer.epochs=choice(1,many)",
        "trainer.epochs=uniform(1)",
        "seed=int(1,2)",
        "seed=int(1,3)",
    ]
    with pytest.raises(ConfigError) as raised:
        load_base(config, over)
    found = {(problem.path, problem.place) for problem in raised.value.problems}
    assert found == {
        ("trainer.optimiser.lr", "--over, with trainer.optimiser.lr=0.0001"),
        ("trainer.optimiser.lr", "--over, with trainer.optimiser.lr=0.01"),
        ("model.embedder.size", "--over, with model.embedder.size=0"),
        ("trainer.epochs", '--over, with trainer.epochs="many"'),
        ("trainer.epochs", "--over"),
        ("seed", "--over"),
    }


def test_nothing_to_try(config):
    with pytest.raises(ConfigError, match="nothing is to be tried"):
        load_base(config, [])
