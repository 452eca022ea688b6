"""With commands in place of trainings, which take no time."""

import sys
from io import StringIO

import pytest
from rich.console import Console

from mgkd.config import UserError
from mgkd.sweep import State, Sweep, planned_runs

TRAINING = """
import pathlib, shutil, sys
print("begun")
shutil.copy(sys.argv[1], pathlib.Path(sys.argv[2]) / "metrics.json")
"""
FAILING = "print('begun'); raise SystemExit('out of memory')"


class Scene:
    """The runs of a family, and commands that finish them or fail."""

    def __init__(self, family, folder, results) -> None:
        self.runs = planned_runs(family, folder / "out")
        self._metrics = folder / "metrics.json"
        self._metrics.write_text(results(0.5).model_dump_json(), encoding="utf-8")
        self.begun: list[str] = []
        self.failing: set[str] = set()

    def command(self, run) -> list[str]:
        self.begun.append(run.label)
        if run.label in self.failing:
            return [sys.executable, "-c", FAILING]
        places = [str(self._metrics), str(run.directory.path)]
        return [sys.executable, "-c", TRAINING, *places]

    def carry_out(self, *, jobs=1, terminal=False) -> tuple[Sweep, str]:
        self.begun.clear()
        console = Console(file=StringIO(), force_terminal=terminal, width=120)
        sweep = Sweep(self.runs, self.command, jobs, console)
        sweep.carry_out(force=False)
        return sweep, console.file.getvalue()


@pytest.fixture
def scene(family, tmp_path, results) -> Scene:
    return Scene(family, tmp_path, results)


def test_all_are_run_and_then_none(scene):
    sweep, said = scene.carry_out()
    assert scene.begun == ["alone, seed 1", "k=2, seed 1", "alone, seed 2", "k=2, seed 2"]
    assert {run.state for run in scene.runs} == {State.FINISHED}
    assert sweep.failures == []
    assert "[1/4] alone, seed 1: begun" in said
    assert "k=2, seed 2: dev F1 50.00, test F1 50.00" in said
    _, said = scene.carry_out()
    assert scene.begun == []
    assert "4 of 4 runs are finished already" in said


def test_one_that_fails_does_not_keep_others_from_running_and_is_tried_again(scene):
    scene.failing = {"alone, seed 1"}
    sweep, said = scene.carry_out(jobs=2)
    assert len(scene.begun) == 4
    [failure] = sweep.failures
    assert (failure.run.label, failure.lines) == ("alone, seed 1", ["begun", "out of memory"])
    assert "alone, seed 1: failed, log" in said
    scene.failing.clear()
    sweep, _ = scene.carry_out()
    assert (scene.begun, sweep.failures) == (["alone, seed 1"], [])


def test_what_ends_without_results_has_failed(scene):
    scene.command = lambda run: [sys.executable, "-c", ""]
    sweep, _ = scene.carry_out()
    assert len(sweep.failures) == 4


def test_on_a_terminal_what_runs_is_shown(scene, monkeypatch):
    monkeypatch.setattr("mgkd.sweep.board.SECONDS_BETWEEN_DRAWINGS", 0)
    _, said = scene.carry_out(terminal=True)
    assert "0 of 4 runs ended, 3 to come" in said
    assert "k=2, seed 2: dev F1 50.00" in said


def test_several_at_once_need_locks(scene, monkeypatch):
    monkeypatch.setattr("mgkd.sweep.sweeping.HAS_TURNS", False)
    with pytest.raises(UserError, match="--jobs 1"):
        scene.carry_out(jobs=2)
