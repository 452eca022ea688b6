"""What the documentation shows, done as it is shown."""

import os
import re
import shlex
import subprocess
import sys

import pytest
from rich.console import Console
from typer.testing import CliRunner

from mgkd.cli.app import app
from mgkd.config import temporary_registrations
from mgkd.deployment import RunDirectory
from mgkd.experiment import Workspace, load_experiment, start
from mgkd.starters import write_starter

BLOCK = re.compile(r"```(?:python|jsonnet)\n(?:#|//) (\S+)\n(.*?)```", re.DOTALL)
OWN = {"loss": "best_set", "reader": "slash_tags", "encoder": "gated_window"}
CONFIGS = {"loss": "my_distill", "reader": "my_student", "encoder": "my_window"}
SENTENCES = "Nora/B-PER Lund/I-PER left/O Bergen/B-LOC\n\nAt/O noon/O\n"


@pytest.fixture(scope="module")
def shown(root):
    """The files that docs/extending.md writes down, by name."""
    return dict(BLOCK.findall((root / "docs" / "extending.md").read_text(encoding="utf-8")))


@pytest.fixture
def extended(shown, checkout, monkeypatch):
    """A checkout with those files, and with sentences for the reader among them."""
    for name, text in shown.items():
        (checkout / name).write_text(text, encoding="utf-8")
    for split in ("train", "dev", "test"):
        (checkout / f"{split}.txt").write_text(SENTENCES, encoding="utf-8")
    monkeypatch.chdir(checkout)
    with temporary_registrations():
        yield checkout


def train(folder, config, *overrides):
    """One epoch: what was loaded, and the run."""
    loaded = load_experiment(folder / config, overrides=["trainer.epochs=1", *overrides])
    run = RunDirectory(folder / "run")
    console = Console(file=(folder / "said.txt").open("w", encoding="utf-8"))
    start(loaded.spec, run, Workspace(console, folder / "cache", folder, loaded.plugins))
    return loaded, run


def test_every_file_that_is_shown_is_used_here(shown):
    components = [f"{prefix}{name}.py" for name in OWN.values() for prefix in ("", "test_")]
    assert sorted(shown) == sorted([*components, *(f"{name}.jsonnet" for name in CONFIGS.values())])


@pytest.mark.parametrize("kind", OWN)
def test_mgkd_new_writes_what_is_shown(shown, tmp_path, kind):
    starter = write_starter(kind, OWN[kind], tmp_path)
    for path in (starter.component, starter.test):
        assert path.read_text(encoding="utf-8") == shown[path.name]


def test_the_tests_that_are_shown_pass(extended, root):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *(f"test_{name}.py" for name in OWN.values())],
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_a_loss_in_a_users_own_file_trains(extended):
    short = ["teacher.config.trainer.epochs=1", "baseline=false"]
    loaded, run = train(extended, "my_distill.jsonnet", *short)
    assert list(loaded.plugins) == ["best_set.py"]
    assert '"best_set"' in run.history_path.read_text(encoding="utf-8")
    assert run.load_tagger().parameter_count() == run.results().size.parameters
    again = load_experiment(run.config_path)
    assert again.spec.tree == loaded.spec.tree
    assert again.plugins["best_set.py"].parent == run.path


def test_a_reader_in_a_users_own_file_is_trained_on(extended):
    _, run = train(extended, "my_student.jsonnet")
    assert run.results().test.support == 2
    assert run.load_tagger().labels.types == ("LOC", "PER")


def test_an_encoder_in_a_users_own_file_trains(extended):
    _, run = train(extended, "my_window.jsonnet")
    encoder = run.load_tagger().encoder
    assert (type(encoder).__name__, encoder.output_size) == ("GatedWindow", 48)


COMMAND = re.compile(r"^    \$ mgkd ((?:.*\\\n)*.*)\n((?:    .*\n)+)", re.MULTILINE)


@pytest.mark.parametrize(("page", "count"), [("config.md", 3), ("data.md", 2)])
def test_what_the_commands_are_shown_to_say(root, checkout, monkeypatch, page, count):
    """A line of dots stands for lines that are left out; spaces at ends of lines do not count."""
    monkeypatch.chdir(checkout)
    shown = COMMAND.findall((root / "docs" / page).read_text(encoding="utf-8"))
    assert len(shown) == count
    for arguments, text in shown:
        said = CliRunner().invoke(app, shlex.split(arguments.replace("\\\n", " "))).stdout
        said = re.sub(r" +$", "", said, flags=re.MULTILINE)
        text = re.sub(r"^    ", "", text, flags=re.MULTILINE)
        parts = re.split(r"^ *\.\.\.\n", text, flags=re.MULTILINE)
        position = 0
        for part in parts:
            assert part in said[position:], arguments
            position = said.index(part, position) + len(part)


def test_the_python_of_the_page_on_configs(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    text = (root / "docs" / "config.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(program, {})
    assert "'type': 'adamw'" in capsys.readouterr().out


def test_the_chain_of_the_readme_learns(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(import torch\n.*?)```", text, re.DOTALL)
    names = {}
    exec(program, names)
    assert names["best"].paths.shape == (2, 4, 5)
    assert names["emissions"].grad.isfinite().all()
    assert names["emissions"].grad.any()
