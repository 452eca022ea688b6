import pytest

from mgkd.config import UserError
from mgkd.deployment import RunDirectory
from mgkd.experiment import plan, start


def planned(toy, tree, **how) -> str:
    plan(toy.load(tree).spec, RunDirectory(toy.folder / "runs" / "run"), toy.workspace(), **how)
    return toy.said()


def test_a_plan_tells_all_trainings_and_leaves_nothing_behind(toy):
    said = planned(toy, toy.distilled(baseline=True))
    assert "train: 6 sentences, 29 tokens, 7 entities" in said
    assert "teacher: train" in said
    assert "3 best label sequences of each sentence" in said
    assert "alone: train" in said
    assert "at most 2 epochs of 3 batches" in said
    assert not (toy.folder / "runs").exists()


def test_a_plan_finds_what_is_trained(toy):
    run = RunDirectory(toy.folder / "runs" / "earlier")
    start(toy.load(toy.single(seed=5)).spec, run, toy.workspace())
    assert f"teacher: found trained in {run.path}" in planned(toy, toy.distilled())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"embedder": {"type": "pretrained_transformer", "model": "./nowhere"}}, "no such encoder"),
        (None, "matches no parameter|no parameter"),
    ],
)
def test_a_plan_refuses_what_training_would(toy, change, message):
    tree = toy.single()
    if change:
        tree["model"] = {**change, "decoder": {"type": "crf"}}
    else:
        groups = [{"match": "tagger.decodr.*", "lr": 0.1}]
        tree["trainer"] = {"epochs": 1, "optimizer": {"type": "adamw", "groups": groups}}
    with pytest.raises(UserError, match=message):
        planned(toy, tree)


def test_a_plan_refuses_a_weight_that_takes_more_steps_than_there_are(toy):
    weight = {"type": "linear", "start": 2, "end": 0.5, "steps": 7}
    tree = toy.single(objective=[{"type": "gold_nll", "weight": weight}])
    with pytest.raises(UserError, match="changes over 7 steps, but training ends after 6"):
        planned(toy, tree)


def test_a_plan_looks_at_the_place(toy):
    (toy.folder / "runs" / "run").mkdir(parents=True)
    (toy.folder / "runs" / "run" / "letters.txt").write_text("dear")
    with pytest.raises(UserError, match="no run of mgkd"):
        planned(toy, toy.single(), force=True)
