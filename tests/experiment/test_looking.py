"""Losses that look inside the teacher, from the config to the run."""

import json

import pytest
import torch
from safetensors.torch import load_file

from mgkd.config import ConfigError, UserError, temporary_registrations
from mgkd.deployment import RunDirectory
from mgkd.distillation import HiddenMSE, Needs, losses
from mgkd.experiment import plan, start
from mgkd.experiment.job import Job
from mgkd.experiment.staging import History
from mgkd.testing import check_config_trains, check_gradients
from mgkd.training import Trainer

HIDDEN = {"type": "hidden_mse", "weight": 0.5}
GOLD = {"type": "gold_nll", "weight": 1.0}
KBEST = {"type": "kbest_cross_entropy", "k": 2}
TRANSFORMER = {
    "type": "transformer",
    "hidden_size": 8,
    "layers": 2,
    "heads": 2,
    "feedforward_size": 8,
}


def looking(toy, *terms, **changes) -> dict:
    """A BiLSTM student, half as wide as its teacher."""
    small = {**toy.single()["model"], "encoder": {"type": "bilstm", "hidden_size": 3}}
    return toy.distilled(model=small, objective=[GOLD, *(terms or (HIDDEN,))], **changes)


def attending(toy, *terms, **changes) -> dict:
    """Student and teacher with attention."""
    model = {**toy.single()["model"], "encoder": TRANSFORMER}
    higher = {**model, "encoder": {**TRANSFORMER, "hidden_size": 12, "layers": 4}}
    teacher = {"type": "trained", "config": toy.single(model=higher, seed=5)}
    return toy.single(model=model, teacher=teacher, objective=[GOLD, *terms], **changes)


def trained(toy, tree, name="run", **how) -> RunDirectory:
    run = RunDirectory(toy.folder / "runs" / name)
    start(toy.load(tree).spec, run, toy.workspace(), **how)
    return run


def history(run) -> list[dict]:
    return [json.loads(line) for line in run.history_path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("storage", ["memory", "disk"])
def test_hidden_states_are_learned_and_only_the_tagger_is_saved(toy, storage):
    terms = HIDDEN, {"type": "hidden_cosine", "layers": "uniform"}, KBEST
    run = trained(toy, looking(toy, *terms, storage=storage))
    first, last = (record["terms"]["hidden_mse"] for record in history(run))
    assert last < first
    names = load_file(run.weights_path)
    assert not any("projection" in name or "objective" in name for name in names)
    assert run.load_tagger().state_dict().keys() == names.keys()
    assert "teacher: runs alongside, for hidden states" in toy.said()
    [store] = (toy.folder / "runs" / "cache").glob("knowledge*")
    assert "2 best label sequences" in toy.said() and store.stat().st_size


def test_nothing_is_stored_where_nothing_else_is_asked(toy):
    run = trained(toy, looking(toy))
    assert run.results().teacher is not None
    assert not list((toy.folder / "runs" / "cache").glob("knowledge*"))


def test_a_teacher_that_is_looked_into_is_still_asked_how_sure_it_is_of_text(toy):
    text = {"type": "token_masking", "minimum_confidence": 0.5}
    tree = looking(toy, unlabelled=[text])
    cache = toy.workspace().cache
    job = Job.load(toy.load(tree).spec, cache)
    assert job.experiment.needs == Needs(hidden=True)
    assert job.asked_of_teacher() == Needs(paths=1)
    assert not Job.load(toy.load(looking(toy)).spec, cache).asked_of_teacher()


def test_it_trains_reloads_and_every_parameter_learns(toy):
    tree = looking(toy, HIDDEN, KBEST)
    check_config_trains(tree)
    check_gradients(tree)


def test_attention_and_relations_are_learned(toy):
    terms = (
        {"type": "attention_mse"},
        {"type": "minilm_relations", "layers": [{"student": -1, "teacher": 3}]},
    )
    run = trained(toy, attending(toy, *terms))
    first, last = (record["terms"] for record in history(run))
    assert last["attention_mse"] < first["attention_mse"]
    assert last["minilm_relations"] < first["minilm_relations"]


def in_two_stages(toy) -> dict:
    """Inner states are looked at in both, with a projection of its own in each."""
    stages = [
        {"name": name, "objective": terms, "trainer": toy.single()["trainer"]}
        for name, terms in (("states", [HIDDEN]), ("all", [GOLD, {"type": "hidden_cosine"}]))
    ]
    return {**looking(toy), "objective": None, "trainer": None, "stages": stages}


@pytest.mark.parametrize("stage, epoch", [(None, 2), ("all", 1), ("all", 2)])
def test_a_killed_run_resumes_to_the_same_numbers(toy, stage, epoch, monkeypatch):
    ends = {}
    fit = Trainer.fit

    def noting(self, task, **named):
        summary = fit(self, task, **named)
        run = named["checkpoint_dir"].parents[1].name
        ends[run] = {name: value.clone() for name, value in task.model.state_dict().items()}
        return summary

    class Killing(History):
        def on_step_end(self, run):
            if (self.stage.name, run.epoch) == (stage, epoch):
                raise KeyboardInterrupt

    monkeypatch.setattr(Trainer, "fit", noting)
    tree = in_two_stages(toy) if stage else looking(toy)
    trained(toy, tree, "whole")
    with monkeypatch.context() as patched:
        patched.setattr("mgkd.experiment.staging.History", Killing)
        with pytest.raises(KeyboardInterrupt):
            trained(toy, tree, "killed")
    trained(toy, tree, "killed", resume=True)
    whole, resumed = ends["whole"], ends["killed"]
    assert any("projections.0.weight" in name for name in whole)
    assert whole.keys() == resumed.keys()
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)


def test_the_teacher_is_neither_trained_nor_part_of_what_is_saved(toy, monkeypatch):
    seen = {}
    fit = Trainer.fit

    def noting(self, task, **named):
        beside = task.model.alongside
        if beside is None:
            return fit(self, task, **named)
        before = {name: value.clone() for name, value in beside.tagger.state_dict().items()}
        summary = fit(self, task, **named)
        seen["same"] = all(before[n].equal(v) for n, v in beside.tagger.state_dict().items())
        seen["gradients"] = [p.grad for p in beside.tagger.parameters()]
        seen["names"] = list(task.model.state_dict())
        seen["training"] = beside.tagger.training
        return summary

    monkeypatch.setattr(Trainer, "fit", noting)
    trained(toy, looking(toy))
    assert seen["same"] and not seen["training"]
    assert all(gradient is None for gradient in seen["gradients"])
    assert all(name.startswith(("tagger.", "objective.")) for name in seen["names"])


def test_a_plan_makes_the_projection_without_a_teacher_and_says_what_runs(toy):
    group = {"match": "objective.*.projections.*", "lr": 0.1}
    trainer = {**toy.single()["trainer"], "optimizer": {"type": "adamw", "lr": 0.01}}
    trainer["optimizer"]["groups"] = [group]
    run = RunDirectory(toy.folder / "runs" / "run")
    plan(toy.load(looking(toy, trainer=trainer)).spec, run, toy.workspace())
    assert "teacher: runs alongside the training, for hidden states" in toy.said()
    assert not (toy.folder / "runs" / "cache").exists()


def test_a_plan_refuses_layers_that_are_not_there(toy):
    term = {**HIDDEN, "layers": [{"student": -1, "teacher": 7}]}
    run = RunDirectory(toy.folder / "runs" / "run")
    with pytest.raises(UserError, match="objective: hidden_mse: the teacher has layers 0 to 1, no"):
        plan(toy.load(looking(toy, term)).spec, run, toy.workspace())


def test_a_finished_run_is_looked_into(toy):
    teacher = trained(toy, toy.single(seed=5), "teacher")
    tree = looking(toy, teacher={"type": "run", "directory": str(teacher.path)})
    plan(toy.load(tree).spec, RunDirectory(toy.folder / "runs" / "run"), toy.workspace())
    assert trained(toy, tree).results().test.support


@pytest.mark.parametrize(
    "teacher", [{"type": "annotations", "file": "a.jsonl"}, {"type": "ensemble"}], ids=str
)
def test_a_teacher_that_is_no_tagger_is_refused_at_the_loss(toy, teacher):
    (toy.folder / "a.jsonl").write_text("", encoding="utf-8")
    if teacher["type"] == "ensemble":
        member = {"type": "trained", "config": toy.single()}
        teacher = {**teacher, "teachers": [member, member]}
    with pytest.raises(ConfigError) as caught:
        toy.load(looking(toy, teacher=teacher))
    [problem] = [p for p in caught.value.problems if "objective" in p.path]
    assert problem.path == "objective[1]"
    assert (
        "hidden_mse looks into the teacher's tagger, and a teacher of the kind" in problem.message
    )


def test_needs_that_a_check_cannot_see_are_refused_before_training(toy):
    with temporary_registrations():

        @losses.register("late")
        class Late(HiddenMSE):
            needs = Needs()

            def __init__(self) -> None:
                super().__init__()
                self.needs = Needs(hidden=True)

        member = {"type": "trained", "config": toy.single()}
        teacher = {"type": "ensemble", "teachers": [member, member]}
        spec = toy.load(looking(toy, {"type": "late"}, teacher=teacher)).spec
        with pytest.raises(UserError, match="a loss needs inner states of the teacher, which only"):
            plan(spec, RunDirectory(toy.folder / "runs" / "run"), toy.workspace())


def test_where_there_is_no_attention_it_is_refused_at_the_loss(toy):
    tree = toy.distilled(objective=[GOLD, {"type": "attention_mse"}])
    with pytest.raises(ConfigError) as caught:
        toy.load(tree)
    paths = [problem.path for problem in caught.value.problems]
    assert paths == ["objective[1]", "objective[1]"]
    student, teacher = (problem.message for problem in caught.value.problems)
    assert "attention_mse compares attention, and the student has none" in student
    assert "and the teacher has none" in teacher
