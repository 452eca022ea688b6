import sys

import pytest

from mgkd.config import UserError
from mgkd.sweep.search import Study, Trial, dimension
from mgkd.sweep.search.summary import best_of, settings_line

DIMENSIONS = [dimension("lr=log(1e-4,1e-1)"), dimension("k=choice(1,2,null)")]


def opened(folder, dimensions=DIMENSIONS, seed=0, **asked) -> Study:
    pytest.importorskip("optuna")
    return Study(folder, dimensions, asked, seed=seed, jobs=1)


def carried_out(study, count) -> list[Trial]:
    while len(study.trials) < count:
        trial = study.ask()
        study.complete(trial, -abs(trial.values["lr"] - 0.01))
    return study.trials


def test_a_search_that_is_taken_up_tries_what_one_without_a_break_does(tmp_path):
    whole = carried_out(opened(tmp_path / "whole"), 14)
    carried_out(opened(tmp_path / "broken"), 5)
    assert carried_out(opened(tmp_path / "broken"), 14) == whole
    assert {trial.values["k"] for trial in whole} == {1, 2, None}
    assert all(1e-4 <= trial.values["lr"] <= 1e-1 for trial in whole)
    assert carried_out(opened(tmp_path / "other", seed=99), 14) != whole


def test_what_became_of_trials(tmp_path):
    study = opened(tmp_path)
    complete, failed, running = study.ask(), study.ask(), study.ask()
    study.complete(complete, 0.5)
    study.fail(failed)
    states = [(trial.state, trial.score) for trial in opened(tmp_path).trials]
    assert states == [("complete", 0.5), ("fail", None), ("running", None)]
    assert opened(tmp_path).trials[2].values == running.values


def test_without_optuna_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(UserError, match=r"mgkd\[search\]"):
        Study(tmp_path, [], {}, seed=0, jobs=1)


def test_a_folder_is_of_one_search(tmp_path):
    opened(tmp_path, config=1)
    opened(tmp_path, config=1)
    for other in ({"config": 2}, {"config": 1, "seed": 5}):
        with pytest.raises(UserError, match="--out DIR"):
            opened(tmp_path, **other)


def test_a_trial_below_the_median_is_hopeless(tmp_path):
    study = opened(tmp_path)
    for best in (0.5, 0.6, 0.7, 0.8, 0.9):
        trial = study.ask()
        assert not study.is_hopeless(trial, [0.1, best])
        study.complete(trial, best)
    trial = study.ask()
    assert not study.is_hopeless(trial, [0.1])
    assert not study.is_hopeless(trial, [0.1, 0.75])
    other = study.ask()
    assert study.is_hopeless(other, [0.1, 0.65])
    study.prune(other)
    assert study.trials[-1].state == "pruned"


def test_the_best_is_the_first_of_the_highest():
    trials = [Trial(0, {}, "fail"), Trial(1, {"a": 1}, "complete", 0.5)]
    assert best_of(trials[:1]) is None
    assert best_of([*trials, Trial(2, {}, "complete", 0.5)]) is trials[1]


def test_settings_are_ready_for_the_shell():
    line = settings_line(Trial(0, {"objective[1].k": 2, "scheme": "bio"}, "complete", 1.0))
    assert line == "--set 'objective[1].k=2' --set 'scheme=\"bio\"'"
