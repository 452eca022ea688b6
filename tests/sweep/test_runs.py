from dataclasses import replace

import pytest

from mgkd.config import UserError
from mgkd.sweep import State, foreign, in_order, planned_runs


def test_a_run_for_each_config_and_seed(family, tmp_path):
    runs = planned_runs(family, tmp_path)
    assert [(run.name, run.seed) for run in runs] == [
        ("alone", 1),
        ("alone", 2),
        ("k=2", 1),
        ("k=2", 2),
    ]
    assert runs[3].tree == {"model": "k=2", "seed": 2}
    assert runs[3].directory.path == tmp_path / "k=2" / "seed-2"
    assert runs[3].log_path == tmp_path / "k=2" / "seed-2.log"


def test_how_far_a_run_is(family, tmp_path, results, finish):
    run, *_ = planned_runs(family, tmp_path)
    assert run.state == State.FREE
    run.make_ready(force=False)
    assert run.state == State.BEGUN
    run.make_ready(force=False)
    finish(run, results(0.5))
    assert run.state == State.FINISHED


def test_a_run_of_another_config_is_in_the_way(family, tmp_path, results, finish):
    run, second, *_ = planned_runs(family, tmp_path)
    finish(replace(run, tree={**run.tree, "model": "other"}), results(0.5))
    second.directory.path.mkdir(parents=True)
    (second.directory.path / "letter.txt").touch()
    assert [run.state, second.state] == [State.FOREIGN, State.FOREIGN]
    text = str(foreign([run, second], force=False))
    assert 'model is "other" there, and "alone" is asked for' in text
    assert "--force" in text
    assert "no run of mgkd" in text
    assert "model is" not in str(foreign([run, second], force=True))
    assert foreign([run], force=True) is None
    with pytest.raises(UserError):
        run.make_ready(force=False)
    run.make_ready(force=True)
    assert run.state == State.BEGUN
    with pytest.raises(UserError):
        second.make_ready(force=True)


def test_what_failed_before_its_first_epoch_is_not_in_the_way(family, tmp_path):
    run, *_ = planned_runs(family, tmp_path)
    replace(run, tree={"model": "other"}).make_ready(force=False)
    assert run.state == State.FREE
    assert foreign([run], force=False) is None


def test_the_order_of_one_job(family, tmp_path):
    """Baselines first, since those with a teacher look for them; then seed by seed."""
    runs = [
        replace(run, tree={**run.tree, "teacher": None if run.name == "alone" else {"type": "t"}})
        for run in planned_runs(family, tmp_path)
    ]
    assert [run.label for run in in_order(runs[::-1], 1)] == [
        "alone, seed 1",
        "alone, seed 2",
        "k=2, seed 1",
        "k=2, seed 2",
    ]
    assert in_order(runs, 2)[0].label == "k=2, seed 1"  # the one that trains the teacher
    assert sorted(run.label for run in in_order(runs, 2)) == sorted(run.label for run in runs)
