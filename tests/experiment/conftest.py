"""A corpus and a config that train in a second."""

import json
from pathlib import Path

import pytest
from rich.console import Console

from mgkd.experiment import Workspace, load_experiment

TRAIN = """\
{小薇|PER.NAM}去{南京|GPE.NAM}了
今天好冷
{老师|PER.NOM}说{小薇|PER.NAM}请假
{南京|GPE.NAM}下雨
嗯
我在{北京|GPE.NAM}等{老师|PER.NOM}
"""
DEV = """\
{小薇|PER.NAM}在{北京|GPE.NAM}
好冷
"""
TEST = """\
{老师|PER.NOM}去{南京|GPE.NAM}
今天好冷
"""
TAGGER = {
    "embedder": {"type": "word", "size": 8, "dropout": 0.0},
    "encoder": {"type": "bilstm", "hidden_size": 6, "dropout": 0.0},
    "decoder": {"type": "crf"},
}
TRAINER = {"epochs": 2, "batch_size": 2, "optimizer": {"type": "adamw", "lr": 0.01}}
GOLD = [{"type": "gold_nll", "weight": 1.0}]


class Toy:
    """A folder with a small corpus, and configs over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in {"train": TRAIN, "dev": DEV, "test": TEST}.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        self.output = folder / "output.txt"

    def corpus(self, **changes) -> dict:
        files = {name: str(self.folder / f"{name}.txt") for name in ("train", "dev", "test")}
        parts = {"reader": {"type": "markup"}, "splitter": {"type": "characters"}}
        return {"type": "files", "name": "toy", **files, **parts, **changes}

    def single(self, **changes) -> dict:
        """A tagger on gold labels."""
        parts = {"model": TAGGER, "objective": GOLD, "trainer": TRAINER, "seed": 3}
        return {"corpus": self.corpus(), **parts, **changes}

    def distilled(self, **changes) -> dict:
        """A student of a teacher of the same kind."""
        terms = [*GOLD, {"type": "kbest_cross_entropy", "k": 3}, {"type": "fuzzy_crf", "k": 2}]
        teacher = {"type": "trained", "config": self.single(seed=5)}
        return self.single(**{"teacher": teacher, "objective": terms, **changes})

    def text(self, **changes) -> dict:
        """A source of text: the file more.txt."""
        files = [str(self.folder / "more.txt")]
        return {"type": "files", "files": files, "reader": {"type": "text"}, **changes}

    def load(self, tree: dict, overrides=()):
        path = self.folder / "config.jsonnet"
        path.write_text(json.dumps(tree), encoding="utf-8")
        return load_experiment(path, overrides=overrides)

    def workspace(self) -> Workspace:
        runs = self.folder / "runs"
        console = Console(file=self.output.open("a", encoding="utf-8"), width=200)
        return Workspace(console, cache=runs / "cache", runs=runs)

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")


@pytest.fixture
def toy(tmp_path) -> Toy:
    return Toy(tmp_path)
