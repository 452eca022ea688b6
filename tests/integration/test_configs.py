"""Every shipped config runs from its file to a finished run, in both profiles."""

from pathlib import Path

import pytest
from rich.console import Console

from mgkd.deployment import Predictor, RunDirectory
from mgkd.experiment import Workspace, load_experiment, start

ROOT = Path(__file__).parents[2]
CONFIGS = sorted(path.name for path in (ROOT / "training_configs").glob("*.jsonnet"))


def test_all_promised_configs_are_there():
    assert {
        "weibo_distill.jsonnet",
        "weibo_hard.jsonnet",
        "weibo_student.jsonnet",
        "weibo_teacher.jsonnet",
        "wnut17_distill.jsonnet",
        "wnut17_teacher.jsonnet",
    } <= set(CONFIGS)


def shortened(tree: dict) -> list[str]:
    """Settings that make a training short, its teacher's too."""
    settings = ["trainer.epochs=1"]
    if tree.get("teacher"):
        settings += [f"teacher.config.{s}" for s in shortened(tree["teacher"]["config"])]
    return settings


def run(config: Path, folder: Path, **how) -> RunDirectory:
    settings = shortened(load_experiment(config, **how).spec.tree)
    loaded = load_experiment(config, overrides=settings, **how)
    directory = RunDirectory(folder / "runs" / loaded.name)
    console = Console(file=(folder / "said.txt").open("w", encoding="utf-8"), width=120)
    start(loaded.spec, directory, Workspace(console, folder / "cache", folder / "runs"))
    return directory


def check(directory: RunDirectory) -> None:
    results = directory.results()
    assert results.test.support > 0
    assert results.size.bytes == directory.weights_path.stat().st_size
    assert results.speed.sentences_per_second > 0
    if directory.config().get("teacher"):
        assert results.teacher.test.support == results.test.support
        assert results.alone.size.parameters == results.size.parameters
    [prediction] = Predictor.load(directory.path).predict(["我 在 Leeds 😂"])
    assert prediction.text == "我 在 Leeds 😂"


@pytest.mark.parametrize("name", CONFIGS)
def test_sample_profile(name, checkout):
    directory = run(checkout / "training_configs" / name, checkout)
    assert directory.path.name == f"{Path(name).stem}-sample"
    check(directory)


@pytest.mark.parametrize("name", CONFIGS)
def test_paper_profile(name, checkout, corpora, encoder):
    config = checkout / "training_configs" / name
    variables = {"corpora": str(corpora)}
    if "student" not in name:
        variables["encoder"] = str(encoder)
    directory = run(config, checkout, profile="paper", variables=variables)
    assert directory.config()["variables"] == {"profile": "paper", **variables}
    check(directory)


def test_configs_work_from_any_folder(checkout, monkeypatch):
    """The bundled corpus is found beside the configs, wherever the command is given."""
    monkeypatch.chdir(checkout / "training_configs")
    spec = load_experiment(Path("weibo_student.jsonnet")).spec
    assert not spec().corpus.missing()
    monkeypatch.chdir(checkout / "fixtures")
    spec = load_experiment(Path("../training_configs/weibo_student.jsonnet")).spec
    assert not spec().corpus.missing()
