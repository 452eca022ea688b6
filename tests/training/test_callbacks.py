import json
import re
from io import StringIO

import pytest
from rich.console import Console

from mgkd.training import SGD, JSONLines, Progress, Trainer


def fit(task, *callbacks, epochs=2, **settings):
    trainer = Trainer(epochs=epochs, optimizer=SGD(lr=0.01), **settings)
    return trainer.fit(task, seed=0, callbacks=callbacks)


def test_metrics_are_one_json_line_per_epoch(regression, tmp_path):
    path = tmp_path / "run" / "metrics.jsonl"
    summary = fit(regression(), JSONLines(path))
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["epoch"] for line in lines] == [1, 2]
    assert [line["step"] for line in lines] == [6, 12]
    for line, record in zip(lines, summary.history, strict=True):
        assert line["loss"] == record.loss
        assert line["terms"] == record.terms and set(line["terms"]) == {"squared", "penalty"}
        assert line["weighted"] == record.weighted
        assert line["weights"] == {"squared": 1.0, "penalty": 2.0}
        assert line["learning_rates"] == {"default": 0.01}
        assert line["metrics"] == record.metrics
        assert line["seconds"] == record.seconds > 0


def test_a_line_is_there_as_soon_as_its_epoch_is_over(regression, tmp_path):
    path = tmp_path / "metrics.jsonl"
    task, seen = regression(), []
    batches = task.batches

    def watched(epoch):
        seen.append(len(path.read_text().splitlines()))
        return batches(epoch)

    task.batches = watched
    fit(task, JSONLines(path), epochs=3)
    assert seen == [0, 1, 2]


def test_a_new_training_begins_the_file_anew(regression, tmp_path):
    path = tmp_path / "metrics.jsonl"
    fit(regression(), JSONLines(path), epochs=3)
    fit(regression(), JSONLines(path), epochs=1)
    assert len(path.read_text().splitlines()) == 1


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_json_lacks_are_null(regression, tmp_path, value):
    path = tmp_path / "metrics.jsonl"
    task = regression()
    task.validate = lambda: {"f1": 0.5, "odd": value}
    fit(task, JSONLines(path), epochs=1)
    assert json.loads(path.read_text())["metrics"] == {"f1": 0.5, "odd": None}


def shown(task, terminal, epochs=2, width=100, **settings):
    console = Console(
        file=StringIO(),
        force_terminal=terminal,
        width=width,
        color_system=None,
        legacy_windows=False,
    )
    fit(task, Progress("student", console), epochs=epochs, **settings)
    return console.file.getvalue()


def test_without_a_terminal_there_is_one_plain_line_per_epoch(regression):
    lines = shown(regression(scores=[0.5, 0.25, 0.75]), terminal=False, epochs=3).splitlines()
    assert [line.partition("  ")[0] for line in lines] == [
        f"student epoch {n}/3" for n in (1, 2, 3)
    ]
    assert "dev f1 0.5  best 0.5 (epoch 1)" in lines[0]
    assert "dev f1 0.25  best 0.5 (epoch 1)" in lines[1]
    assert "dev f1 0.75  best 0.75 (epoch 3)" in lines[2]
    assert all("squared" in line and "penalty" in line for line in lines)
    assert lines[0].endswith("left") and not lines[2].endswith("left")
    assert "\x1b" not in "".join(lines)


def test_a_terminal_shows_a_bar_with_everything(regression):
    text = shown(regression(scores=[0.5, 0.25]), terminal=True)
    last = text[text.rindex("student epoch") :]
    assert last.startswith("student epoch 2/2 ")
    assert "━" in last and "0:00 left" in last
    assert "loss" in last and "squared" in last and "penalty" in last
    assert "dev f1 0.25  best 0.5 (epoch 1)" in last


def test_what_is_done_already_is_said_after_a_resume(regression, tmp_path):
    console = Console(file=StringIO(), force_terminal=False, width=100)
    for epochs in (2, 3, 3):
        trainer = Trainer(epochs=epochs, optimizer=SGD(lr=0.01))
        how = {"checkpoint_dir": tmp_path, "resume": True}
        trainer.fit(regression(), seed=0, callbacks=[Progress("student", console)], **how)
    lines = [line.partition("  ")[0] for line in console.file.getvalue().splitlines()]
    assert lines == [
        "student epoch 1/2",
        "student epoch 2/2",
        "student: 2 of at most 3 epochs are done already",
        "student epoch 3/3",
        "student: 3 of at most 3 epochs are done already",
    ]


def test_weights_other_than_one_are_shown_where_there_is_room(regression):
    plain = shown(regression(), terminal=False, epochs=1)
    assert re.search(r"squared \S+  penalty \S+ ×2  dev", plain)
    assert "×2" in shown(regression(scores=[0.5, 0.25]), terminal=True, width=120)
    narrow = shown(regression(scores=[0.5, 0.25]), terminal=True, width=70)
    assert "penalty" in narrow and "×" not in narrow


def test_the_terminal_is_left_in_order_after_an_error(regression):
    task = regression(scores=[0.1])
    console = Console(file=StringIO(), force_terminal=True, legacy_windows=False)
    with pytest.raises(IndexError):
        fit(task, Progress("student", console), epochs=2)
    hide, show = "\x1b[?25l", "\x1b[?25h"
    text = console.file.getvalue()
    assert text.count(hide) == text.count(show) == 1
