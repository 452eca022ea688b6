"""The configs that docs/teachers.md shows."""

import json
import re

import pytest

from mgkd.config import read_config, resolve
from mgkd.distillation import read_annotations
from mgkd.experiment import Teacher
from mgkd.experiment.teachers import teachers

BLOCK = re.compile(r"```jsonnet\n(.*?)```", re.DOTALL)


@pytest.fixture
def shown(root, tmp_path):
    text = (root / "docs" / "teachers.md").read_text(encoding="utf-8")
    trees = []
    for block in BLOCK.findall(text):
        path = tmp_path / "shown.jsonnet"
        path.write_text(block.replace("import '", f"import '{root}/"), encoding="utf-8")
        trees.append(read_config(path).tree)
    return trees


def test_every_kind_is_shown(shown):
    assert {tree["type"] for tree in shown} == set(teachers.names())


def test_what_is_shown_is_right_but_for_files_that_are_not_there(shown):
    for tree in shown:
        problems = resolve(Teacher, tree).problems
        missing = ("no such file", "no run dir", "no knowledge store")
        assert all(any(said in p.message for said in missing) for p in problems)


def test_the_annotations_that_are_shown_can_be_read(root, tmp_path):
    text = (root / "docs" / "teachers.md").read_text(encoding="utf-8")
    [line] = re.findall(r'^    (\{"tokens".*)$', text, re.MULTILINE)
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    assert read_annotations(tmp_path / "a.jsonl").asked.paths == len(
        json.loads(line)["annotations"]
    )
