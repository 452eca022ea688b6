"""`mgkd new`: what it writes works as it stands, and it takes nothing from anyone."""

import os
import random
import subprocess
import sys

import pytest

from mgkd.cli.new import Kind
from mgkd.config import temporary_registrations
from mgkd.experiment import load_experiment
from mgkd.starters import write_starter

NAMES = {"loss": "kbest_mse", "reader": "slash_tags", "encoder": "gated_window", "callback": "news"}
HEADING = "Use it in a config beside it:\n"


@pytest.fixture(scope="module")
def started(command, tmp_path_factory):
    """A folder with a component of every kind, and what was said of each."""
    folder = tmp_path_factory.mktemp("own") / "made for it"
    results = {kind: command("new", kind, NAMES[kind], "--out", folder) for kind in Kind}
    assert all(result.exit_code == 0 for result in results.values()), results
    return folder, {kind: result.stdout for kind, result in results.items()}


def test_every_test_that_is_written_passes(started, root):
    folder, _ = started
    written = sorted(path.name for path in folder.iterdir())
    names = sorted(NAMES.values())
    assert written == sorted(f"{prefix}{name}.py" for name in names for prefix in ("", "test_"))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("kind", Kind)
def test_the_lines_that_are_shown_make_a_config(started, root, kind):
    folder, said = started
    lines = said[kind].partition(HEADING)[2]
    config = folder / f"{kind}.jsonnet"
    base = root / "training_configs" / "weibo_distill.jsonnet"
    config.write_text(f"(import '{base}') {{\n{lines}}}\n", encoding="utf-8")
    with temporary_registrations():
        loaded = load_experiment(config)
    assert loaded.plugins == {f"{NAMES[kind]}.py": folder / f"{NAMES[kind]}.py"}
    assert f"'type': '{NAMES[kind]}'" in str(loaded.spec.tree)


def test_what_it_says(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert command("new", "loss", "best_set").stdout == (
        "best_set.py\n"
        "test_best_set.py\n\n"
        "Test it:\n"
        "  python -m pytest test_best_set.py\n\n"
        "Use it in a config beside it:\n"
        "  plugins: ['best_set.py'],\n"
        "  objective+: [{ type: 'best_set', weight: 1.0 }],\n"
    )
    elsewhere = command("new", "reader", "x", "--out", "my folder").stdout
    assert "  cd 'my folder' && python -m pytest test_x.py\n" in elsewhere
    assert (tmp_path / "my folder" / "x.py").is_file()


@pytest.mark.parametrize("name", ["my_loss", "my_loss_2", "loss_of_my_loss"])
def test_the_names_of_the_starting_files_can_be_used(tmp_path, name):
    text = write_starter("loss", name, tmp_path).component.read_text(encoding="utf-8")
    assert f'@losses.register("{name}")' in text
    compile(text, name, "exec")


WORDS = (
    "cannot be the name of a component: write small letters, digits and single underscores, "
    "a letter first, such as best_set"
)


@pytest.mark.parametrize(
    "kind, name, said",
    [
        ("loss", "BestSet", f"'BestSet' {WORDS}"),
        ("loss", "2nd", f"'2nd' {WORDS}"),
        ("loss", "path-set", f"'path-set' {WORDS}"),
        ("loss", "../path", f"'../path' {WORDS}"),
        ("loss", "", f"'' {WORDS}"),
        ("loss", "lambda", "lambda is a keyword of Python; choose another name"),
        ("loss", "none", "None is a keyword of Python; choose another name"),
        (
            "loss",
            "fuzzy_crf",
            "the loss fuzzy_crf is there already: mgkd.distillation.losses.fuzzy_crf.FuzzyCRF; "
            "choose another name",
        ),
        (
            "encoder",
            "bilstm",
            "the encoder bilstm is there already: mgkd.models.encoders.bilstm.BiLSTM; "
            "choose another name",
        ),
        (
            "callback",
            "random",
            f"random.py would hide the module random ({random.__file__}); choose another name",
        ),
        (
            "reader",
            "sentence",
            "the class would be called Sentence, as one that it makes use of; choose another name",
        ),
    ],
)
def test_a_name_that_will_not_do(command, tmp_path, kind, name, said):
    result = command("new", kind, name, "--out", tmp_path)
    assert (result.exit_code, result.stderr) == (2, f"error: {said}\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("file", ["best_set.py", "test_best_set.py"])
def test_a_file_that_is_there_is_left_as_it_is(command, tmp_path, monkeypatch, file):
    monkeypatch.chdir(tmp_path)
    (tmp_path / file).write_text("mine", encoding="utf-8")
    result = command("new", "loss", "best_set")
    assert (result.exit_code, result.stderr) == (
        2,
        f"error: {file} is there already and is left as it is; choose another name, or another "
        "place with --out DIR\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == [file]
    assert (tmp_path / file).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("out", ["taken", "taken/below"])
def test_a_file_where_a_folder_should_be(command, tmp_path, monkeypatch, out):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    result = command("new", "loss", "best_set", "--out", out)
    assert (result.exit_code, result.stderr) == (
        2,
        f"error: {out} cannot be made, a file is in its way; choose another place with --out DIR\n",
    )


def test_both_files_or_neither(tmp_path):
    """The name of the second is too long for a file."""
    with pytest.raises(OSError, match="too long"):
        write_starter("loss", "x" * 250, tmp_path)
    assert not list(tmp_path.iterdir())
