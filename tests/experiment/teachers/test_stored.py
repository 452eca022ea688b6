import pytest
import torch
from safetensors.torch import load_file

from mgkd.config import ConfigError, UserError
from mgkd.deployment import RunDirectory
from mgkd.distillation import Needs, Recorded
from mgkd.experiment import plan, start


def by(folder, **changes) -> dict:
    return {"type": "knowledge", "directory": str(folder), **changes}


def student(toy, teacher, name="student", how=start, **changes) -> RunDirectory:
    run = RunDirectory(toy.folder / "runs" / name)
    how(toy.load(toy.distilled(teacher=teacher, **changes)).spec, run, toy.workspace())
    return run


def test_what_a_run_stored_teaches_what_the_run_teaches(toy, run, stored):
    direct = student(toy, {"type": "run", "directory": str(run.path)}, "direct")
    folder = stored("train")
    before = sorted(folder.iterdir())
    through_store = student(toy, by(folder), "through_store")
    one, other = load_file(direct.weights_path), load_file(through_store.weights_path)
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert direct.results().fingerprint == through_store.results().fingerprint
    assert sorted(folder.iterdir()) == before
    assert f"knowledge: found in {folder}" in toy.said()


def test_scores_where_the_test_split_is_stored(toy, run, stored):
    results = student(toy, by(stored("train", "dev", "test"))).results()
    expected = run.results()
    assert (results.teacher.dev, results.teacher.test) == (expected.dev, expected.test)
    assert results.teacher.size is results.teacher.speed is None


@pytest.mark.parametrize("how", [plan, start])
def test_sentences_that_the_store_lacks(toy, stored, how):
    message = r"stored: nothing is known of 5 sentences, the first at .*train.txt:1; .* mgkd"
    with pytest.raises(UserError, match=message):  # of the test split one stands in train
        student(toy, by(stored("test")), how=how)


@pytest.mark.parametrize("how", [plan, start])
def test_less_than_the_objective_asks_for(toy, stored, how):
    folder = stored("train", recorded=Recorded(Needs(2)))
    message = r"there are the 2 best label sequences, and wanted are the 3 best label sequences"
    with pytest.raises(UserError, match=message):
        student(toy, by(folder), how=how)


def test_scores_of_some_labels_are_named_by_their_number(toy, stored):
    folder = stored("train", recorded=Recorded(Needs(3, True), top_labels=4))
    ready = toy.load(toy.distilled(teacher=by(folder, top_labels=4))).spec().teacher.ready(None)
    assert len(ready.grammars()) == 1
    ready = toy.load(toy.distilled(teacher=by(folder))).spec().teacher.ready(None)
    with pytest.raises(UserError, match=r"the scores are wanted; there are .* of 4 labels a token"):
        ready.grammars()


def test_what_the_check_refuses(toy, tmp_path):
    with pytest.raises(ConfigError, match=r"teacher.directory +no knowledge store at "):
        toy.load(toy.distilled(teacher=by(tmp_path / "nowhere")))
