"""What the documentation shows, done as it is shown."""

import re
import sys

import pytest
from rich.console import Console

from mgkd.config import temporary_registrations
from mgkd.deployment import RunDirectory
from mgkd.experiment import Workspace, load_experiment, start

BLOCK = re.compile(r"```(?:python|jsonnet)\n(?:#|//) (\S+)\n(.*?)```", re.DOTALL)


@pytest.fixture
def extended(root, checkout):
    """A checkout with the files that docs/extending.md writes down."""
    for name, text in BLOCK.findall((root / "docs" / "extending.md").read_text(encoding="utf-8")):
        (checkout / name).write_text(text, encoding="utf-8")
    with temporary_registrations():
        yield checkout


def test_a_loss_in_a_users_own_file_trains(extended):
    short = ["trainer.epochs=1", "teacher.config.trainer.epochs=1", "baseline=false"]
    loaded = load_experiment(extended / "my_distill.jsonnet", overrides=short)
    assert list(loaded.plugins) == ["my_losses.py"]
    run = RunDirectory(extended / "run")
    console = Console(file=(extended / "said.txt").open("w", encoding="utf-8"))
    workspace = Workspace(console, extended / "cache", extended, loaded.plugins)
    start(loaded.spec, run, workspace)
    assert '"path_set"' in run.history_path.read_text(encoding="utf-8")
    assert run.load_tagger().parameter_count() == run.results().size.parameters
    again = load_experiment(run.config_path)
    assert again.spec.tree == loaded.spec.tree
    assert again.plugins["my_losses.py"].parent == run.path


def test_the_loss_passes_the_check_that_is_shown(extended, monkeypatch):
    from mgkd.testing import check_loss

    monkeypatch.syspath_prepend(str(extended))
    monkeypatch.delitem(sys.modules, "my_losses", raising=False)
    from my_losses import PathSet

    check_loss(PathSet(k=3))
    monkeypatch.delitem(sys.modules, "my_losses")


def test_the_chain_of_the_readme_learns(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(import torch\n.*?)```", text, re.DOTALL)
    names = {}
    exec(program, names)
    assert names["best"].paths.shape == (2, 4, 5)
    assert names["emissions"].grad.isfinite().all()
    assert names["emissions"].grad.any()
