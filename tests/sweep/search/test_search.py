"""With commands in place of trainings, which take no time."""

import json
import sys
from io import StringIO

import pytest
from rich.console import Console

from mgkd.sweep.search import Search, Study, load_base, trials_table, write_summary

# Scores fall with the learning rate; what asks for more than 0.5 fails.
TRAINING = """
import json, pathlib, sys, time
run = pathlib.Path(sys.argv[1])
lr = json.loads((run / "config.json").read_text())["trainer"]["optimizer"]["lr"]
if lr > 0.5:
    raise SystemExit("too fast")
lines = [json.dumps({"metrics": {"f1": score}}) for score in (0.9 - lr, 1 - lr, 0.8 - lr)]
(run / "metrics.jsonl").write_text("\\n".join(lines) + "\\n")
if lr > float(sys.argv[2]):
    time.sleep(60)
(run / "metrics.json").touch()
"""
OVER = ["trainer.optimizer.lr=uniform(0.1,0.9)"]


class Scene:
    def __init__(self, place) -> None:
        pytest.importorskip("optuna")
        file = place.folder / "student.jsonnet"
        file.write_text(json.dumps(place.config()), encoding="utf-8")
        self.base = load_base(file, OVER)
        self.folder = place.folder / "out"
        self.endless_above = 1.0
        self.begun: list[str] = []
        self.console = Console(file=StringIO(), width=120)

    def command(self, run) -> list[str]:
        self.begun.append(run.name)
        place = str(run.directory.path)
        return [sys.executable, "-c", TRAINING, place, str(self.endless_above)]

    def study(self) -> Study:
        return Study(self.folder, self.base.dimensions, {}, seed=1, jobs=1)

    def carry_out(self, count, *, jobs=1, prune=False) -> Study:
        study = self.study()
        search = Search(self.base, study, self.folder, self.command, jobs, self.console)
        search.carry_out(count, prune=prune)
        self.failures = search.failures
        return study


@pytest.fixture
def scene(place) -> Scene:
    return Scene(place)


def test_trials_and_more_of_them(scene):
    study = scene.carry_out(6)
    assert scene.begun == [f"trial-{number}" for number in range(6)]
    for trial in study.trials:
        lr = trial.values["trainer.optimizer.lr"]
        if lr > 0.5:
            assert trial.state == "fail"
        else:
            assert trial.score == pytest.approx(1 - lr)  # of the best epoch
    failed = [trial for trial in study.trials if trial.state == "fail"]
    assert 0 < len(failed) < 6
    assert [failure.lines for failure in scene.failures] == [["too fast"]] * len(failed)
    assert len(scene.carry_out(8, jobs=2).trials) == 8
    assert len(scene.begun) == 8


def test_a_trial_that_was_interrupted_is_gone_on_with(scene):
    trial = scene.study().ask()
    study = scene.carry_out(1)
    assert len(study.trials) == 1
    assert study.trials[0].values == trial.values
    assert study.trials[0].state in ("complete", "fail")


def test_what_is_hopeless_is_ended(scene):
    """The median of earlier trials is above what is reached here; it would not end by itself."""
    study = scene.study()
    for _ in range(5):
        trial = study.ask()
        study.is_hopeless(trial, [0.95] * 3)
        study.complete(trial, 0.95)
    scene.endless_above = 0.0
    study = scene.carry_out(6, prune=True)
    while study.trials[-1].state == "fail":
        study = scene.carry_out(len(study.trials) + 1, prune=True)
    assert study.trials[-1].state == "pruned"
    assert "pruned after epoch" in scene.console.file.getvalue()


def test_the_summary(scene):
    study = scene.carry_out(6)
    lines = write_summary(scene.base, study.trials, scene.folder)
    best = max((t for t in study.trials if t.score), key=lambda trial: trial.score)
    assert lines[0].startswith(f"best: trial {best.number}, dev f1 {best.score:.4f}")
    assert lines[1] == f"--set trainer.optimizer.lr={best.values['trainer.optimizer.lr']}"
    written = json.loads((scene.folder / "search.json").read_text(encoding="utf-8"))
    assert written["best"]["trial"] == best.number
    assert len(written["trials"]) == 6
    scene.console.print(trials_table(scene.base, study.trials))
    rows = scene.console.file.getvalue().split("trainer.optimizer.lr")[-1].split("\n")
    assert rows[2].split()[:2] == [str(best.number), f"{best.score:.4f}"]


def test_without_a_completed_trial(scene):
    assert write_summary(scene.base, [], scene.folder) == ["no trial was completed"]
