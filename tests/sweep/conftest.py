"""A corpus of a few sentences, a sweep file over it, and runs that were never trained."""

import json
from pathlib import Path

import pytest

from mgkd.deployment import RunDirectory
from mgkd.evaluation import HeldOutCounts, Results, Score, SentenceCounts, SpanReport, Speed
from mgkd.sweep import Family, Member, load_family

SENTENCES = "{小薇|PER}在{南京|LOC}\n今天好冷\n{老师|PER}去{北京|LOC}\n"


class Place:
    """A folder with a corpus and a sweep file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "family.jsonnet"
        (folder / "text.txt").write_text(SENTENCES, encoding="utf-8")

    def config(self, **changes) -> dict:
        """A tagger on gold labels."""
        file = str(self.folder / "text.txt")
        corpus = dict.fromkeys(("train", "dev", "test"), file)
        parts = {"reader": "markup", "splitter": "characters"}
        return {
            "corpus": {"type": "files", "name": "toy", **corpus, **parts},
            "model": {"embedder": {"type": "word", "size": 4}, "decoder": "crf"},
            "objective": [{"type": "gold_nll"}],
            "trainer": {"epochs": 1, "optimizer": {"lr": 0.1}},
            **changes,
        }

    def distilled(self, k: int) -> dict:
        terms = [{"type": "gold_nll"}, {"type": "kbest_cross_entropy", "k": k}]
        teacher = {"type": "trained", "config": self.config(seed=5)}
        return self.config(objective=terms, teacher=teacher)

    def write(self, **parts) -> Path:
        self.file.write_text(json.dumps(parts, ensure_ascii=False), encoding="utf-8")
        return self.file

    def load(self, configs: dict, *, how=None, **parts) -> Family:
        return load_family(self.write(configs=configs, **parts), **(how or {}))


@pytest.fixture
def place(tmp_path) -> Place:
    return Place(tmp_path)


def _report(f1: float) -> SpanReport:
    score = {"precision": f1, "recall": f1, "f1": f1, "support": 4}
    return SpanReport(**score, by_type={"PER": Score(**score)})


@pytest.fixture
def results():
    """results(f1, **changes): of a run with this F1 on dev and test."""

    def make(f1: float, **changes) -> Results:
        given = {
            "name": "toy",
            "fingerprint": "0" * 64,
            "encoder": "vectors",
            "dev": _report(f1),
            "tested_on": "d" * 64,
            "test": _report(f1),
            "speed": Speed(
                sentences_per_second=1000, sentences=4, batch_size=8, device="cpu", threads=1
            ),
        }
        return Results(**{**given, **changes})

    return make


@pytest.fixture
def family() -> Family:
    """Two configs and two seeds."""
    members = tuple(Member(name, {"model": name, "seed": 0}, {}) for name in ("alone", "k=2"))
    return Family("Toys", "toys", members, (1, 2), "alone")


@pytest.fixture
def finish():
    """finish(run, results, right): as if it were trained, `right` of four sentences being right."""

    def make(run, results: Results, right: int | None = None) -> None:
        directory: RunDirectory = run.directory
        directory.write_config(run.tree)
        if right is not None:
            found = SentenceCounts(
                right=[1] * right + [0] * (4 - right), predicted=[1] * 4, gold=[1] * 4
            )
            tested_on = results.tested_on
            directory.write_counts(HeldOutCounts(dev=found, tested_on=tested_on, test=found))
        directory.metrics_path.write_text(results.model_dump_json(), encoding="utf-8")

    return make
