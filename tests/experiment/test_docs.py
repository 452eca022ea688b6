"""The configs that docs/objective.md shows."""

import re

import pytest

from mgkd.config import read_config, resolve
from mgkd.distillation import Term, Weight, weights
from mgkd.experiment import examine

JSONNET = re.compile(r"```jsonnet\n(.*?)```", re.DOTALL)
INLINE = re.compile(r"`(\{ type: '(\w+)'[^`]*\})`")


@pytest.fixture
def page(root) -> str:
    return (root / "docs" / "objective.md").read_text(encoding="utf-8")


@pytest.fixture
def shown(page, root) -> list[str]:
    return [block.replace("import '", f"import '{root}/") for block in JSONNET.findall(page)]


def problems(text, folder):
    (folder / "shown.jsonnet").write_text(text, encoding="utf-8")
    return examine(folder / "shown.jsonnet").problems


def test_the_terms_that_are_shown_are_right(shown, root, tmp_path):
    objective, _ = shown
    config = f"(import '{root}/training_configs/weibo_distill.jsonnet') {{ {objective} }}"
    assert not problems(config, tmp_path)


def test_the_stages_that_are_shown_are_right(shown, tmp_path):
    _, stages = shown
    assert not problems(stages, tmp_path)


def test_every_weight_is_shown_and_right(page, tmp_path):
    found = INLINE.findall(page)
    assert {kind for _, kind in found} == set(weights.names())
    text = f"{{ weights: [{', '.join(text for text, _ in found)}] }}"
    (tmp_path / "shown.jsonnet").write_text(text, encoding="utf-8")
    for tree in read_config(tmp_path / "shown.jsonnet").tree["weights"]:
        assert not resolve(Weight, tree).problems
        assert not resolve(Term, {"type": "gold_nll", "weight": tree}).problems
