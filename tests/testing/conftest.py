"""A corpus and configs that train in a moment."""

from pathlib import Path

import pytest
import torch

from mgkd.config import temporary_registrations

torch.set_num_threads(1)

TRAIN = "{小薇|PER}去{南京|LOC}了\n今天好冷\n嗯\n{老师|PER}在{北京|LOC}\n"
DEV = "{小薇|PER}在{北京|LOC}\n好冷\n"
MORE = "{老师|PER}下雨\n去北京\n"


@pytest.fixture
def forgetful():
    """What a test registers is forgotten after it."""
    with temporary_registrations():
        yield


@pytest.fixture
def tagging(tmp_path):
    """Makes the config of a tagger on gold labels, with changes."""
    for name, text in {"train": TRAIN, "dev": DEV, "more": MORE}.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    files = {name: str(tmp_path / f"{name}.txt") for name in ("train", "dev")}
    corpus = {
        "type": "files",
        "name": "toy",
        **files,
        "test": None,
        "reader": {"type": "markup"},
        "splitter": {"type": "characters"},
    }

    def config(**changes) -> dict:
        model = {"embedder": {"type": "word", "size": 6}, "decoder": {"type": "crf"}}
        model |= {part: changes.pop(part) for part in ("encoder", *model) if part in changes}
        return {
            "corpus": corpus | changes.pop("corpus", {}),
            "model": model,
            "objective": [{"type": "gold_nll"}],
            "trainer": {"epochs": 40, "batch_size": 2, "optimizer": {"type": "adamw"}},
            **changes,
        }

    return config


@pytest.fixture
def distilling(tagging, tmp_path):
    """Makes the config of a student with a teacher and unlabelled text, with changes."""

    def config(**changes) -> dict:
        terms = [{"type": "gold_nll"}, {"type": "kbest_cross_entropy", "k": 3}]
        more = {"files": [str(Path(tmp_path, "more.txt"))], "reader": {"ref": "corpus.reader"}}
        return tagging(
            **{
                "unlabelled": [{"type": "files", **more}],
                "objective": terms,
                "teacher": {"type": "trained", "config": tagging(seed=5)},
                "baseline": True,
                **changes,
            },
        )

    return config
