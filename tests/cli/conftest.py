"""A finished run, made by the command line once for all tests of this room."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mgkd.cli.app import app

SHORT = ["--set", "trainer.epochs=1", "--set", "teacher.config.trainer.epochs=1"]


@pytest.fixture(scope="session")
def command():
    """Runs `mgkd` with the given arguments."""

    def run(*arguments, **how):
        return CliRunner().invoke(app, [str(argument) for argument in arguments], **how)

    return run


@pytest.fixture(scope="session")
def place(root, tmp_path_factory) -> Path:
    """A folder with the shipped configs and a shortened sample corpus."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(root / "training_configs", folder / "training_configs")
    corpus = folder / "fixtures" / "microblog"
    corpus.mkdir(parents=True)
    for path in (root / "fixtures" / "microblog").iterdir():
        if path.is_file():
            parts = path.read_text(encoding="utf-8").split("\n\n")
            text = "\n\n".join(parts[:30]) + "\n"
            (corpus / path.name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def distilled(command, place):
    """The output of a whole `mgkd train`, and the run it made."""
    config = place / "training_configs" / "weibo_distill.jsonnet"
    run = place / "runs" / "distilled"
    result = command("train", config, *SHORT, "--out", run, "--cache", place / "cache")
    assert result.exit_code == 0, result.output
    return result, run


@pytest.fixture(scope="session")
def certain(command, place) -> Path:
    """A run that was trained on one sentence until it knew it."""
    folder = place / "certain"
    folder.mkdir()
    (folder / "text.txt").write_text("{小薇|PER.NAM}在{南京|GPE.NAM}\n", encoding="utf-8")
    file = str(folder / "text.txt")
    config = {
        "corpus": {
            "type": "files",
            "name": "one sentence",
            **dict.fromkeys(("train", "dev", "test"), file),
            "reader": {"type": "markup"},
            "splitter": {"type": "characters"},
        },
        "model": {
            "embedder": {"type": "word", "size": 16, "dropout": 0},
            "decoder": {"type": "crf"},
        },
        "objective": [{"type": "gold_nll"}],
        "trainer": {"epochs": 40, "optimizer": {"type": "adamw", "lr": 0.1}},
    }
    (folder / "one.jsonnet").write_text(json.dumps(config), encoding="utf-8")
    run = place / "runs" / "certain"
    result = command("train", folder / "one.jsonnet", "--out", run)
    assert result.exit_code == 0, result.output
    return run
