"""Trainings in stages."""

import json

import pytest
from safetensors.torch import load_file

from mgkd.config import ConfigError, UserError
from mgkd.deployment import RunDirectory
from mgkd.experiment import plan, start
from mgkd.experiment.alone import baseline_of
from mgkd.experiment.job import Job
from mgkd.experiment.staging import History
from mgkd.training import Trainer

PATHS = {"type": "kbest_cross_entropy", "k": 3}
GOLD = {"type": "gold_nll"}


def trainer(epochs=2, lr=0.01, **changes) -> dict:
    made = {"epochs": epochs, "batch_size": 2, "optimizer": {"type": "adamw", "lr": lr}}
    return {**made, **changes}


def staged(toy, *stages, **changes) -> dict:
    """A student that learns from its teacher and then from gold labels, or in these stages."""
    two = (
        {"name": "teacher", "objective": [PATHS], "trainer": trainer(3)},
        {"objective": [GOLD], "trainer": trainer(2, lr=0.005)},
    )
    changes = {"objective": None, "trainer": None, "stages": list(stages or two)} | changes
    return toy.distilled(**changes)


def with_text(toy) -> list[dict]:
    """Two sentences without labels, beside the corpus of six labelled ones."""
    (toy.folder / "more.txt").write_text("小薇下雨\n老师好冷\n", encoding="utf-8")
    return [toy.text()]


def trained(toy, tree, name="run", **how):
    run = RunDirectory(toy.folder / "runs" / name)
    return run, start(toy.load(tree).spec, run, toy.workspace(), **how)


def history(run) -> list[dict]:
    lines = map(json.loads, run.history_path.read_text(encoding="utf-8").splitlines())
    return [{key: value for key, value in line.items() if key != "seconds"} for line in lines]


def fingerprint(toy, tree) -> str:
    return Job.load(toy.load(tree).spec, toy.workspace().cache).fingerprint(toy.workspace(), None)


def problems(toy, tree) -> dict[str, str]:
    with pytest.raises(ConfigError) as raised:
        toy.load(tree)
    return {problem.path: problem.message for problem in raised.value.problems}


def test_each_stage_has_its_objective_its_sentences_and_its_epochs(toy):
    run, results = trained(toy, staged(toy, unlabelled=with_text(toy)))
    told = [(line["stage"], line["epoch"], *line["terms"]) for line in history(run)]
    assert told == [
        *(("teacher", epoch, "kbest_cross_entropy") for epoch in (1, 2, 3)),
        *(("stage 2", epoch, "gold_nll") for epoch in (1, 2)),
    ]
    assert [line["step"] for line in history(run)] == [4, 8, 12, 3, 6]
    first, second = results.training.stages
    assert (first.name, first.epochs, first.steps, first.sentences) == ("teacher", 3, 12, 8)
    assert (second.name, second.epochs, second.steps, second.sentences) == ("stage 2", 2, 6, 6)
    whole = results.training
    assert (whole.epochs, whole.steps, whole.sentences) == (5, 18, 8)
    assert whole.best_epoch == second.best_epoch
    assert whole.seconds == pytest.approx(first.seconds + second.seconds)
    assert "student, teacher epoch 3/3" in toy.said()
    assert "student, stage 2 epoch 2/2" in toy.said()
    card = (run.path / "README.md").read_text(encoding="utf-8")
    assert f"teacher, 8 sentences, best of 3 epochs: {first.best_epoch}; stage 2, 6 " in card


def test_a_stage_begins_with_the_best_weights_of_the_one_before(toy, monkeypatch):
    begun, ended = [], []
    fit = Trainer.fit

    def noting(self, task, **named):
        def state():
            return {n: p.detach().clone() for n, p in task.model.tagger.state_dict().items()}

        begun.append(state())
        summary = fit(self, task, **named)
        ended.append(state())
        return summary

    monkeypatch.setattr(Trainer, "fit", noting)
    run, _ = trained(toy, staged(toy))
    assert len(begun) == 3  # the teacher's first
    assert all(begun[2][name].equal(ended[1][name]) for name in begun[2])
    assert any(not begun[2][name].equal(begun[1][name]) for name in begun[2])
    saved = load_file(run.weights_path)
    assert all(saved[name].equal(ended[2][name]) for name in saved)


def test_a_single_stage_is_what_the_short_form_is(toy):
    short, _ = trained(toy, toy.distilled(objective=[PATHS, GOLD], trainer=trainer()), "short")
    stage = {"objective": [PATHS, GOLD], "trainer": trainer()}
    long, _ = trained(toy, staged(toy, stage), "long")
    assert [{"stage": "stage 1", **line} for line in history(short)] == history(long)
    one, other = load_file(short.weights_path), load_file(long.weights_path)
    assert all(one[name].equal(other[name]) for name in one)
    assert short.results().fingerprint == long.results().fingerprint


@pytest.mark.parametrize(
    ("schedule", "rest"),
    [("constant", ""), ("linear", "; its learning rates had come down to 60%")],
)
def test_that_patience_ran_out_is_said(toy, schedule, rest):
    """Nothing is learned: the first epoch stays the best, and the second of five is the last."""
    still = trainer(5, lr=1e-9, patience=1, schedule=schedule)
    trained(toy, toy.single(trainer=still))
    assert f"tagger: stopped after epoch 2 of 5: none since 1 was better{rest}\n" in toy.said()


class Killed(History):
    """Ends the program as Ctrl-C does, in a stage's epoch or before its first."""

    stage_name, epoch = "stage 2", 1

    def on_step_end(self, run):
        if (self.stage.name, run.epoch) == (self.stage_name, self.epoch):
            raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("stage", "epoch"), [("teacher", 2), ("stage 2", 1), ("stage 2", 2)], ids=str
)
def test_a_killed_run_resumes_to_the_same_numbers(toy, monkeypatch, stage, epoch):
    whole, expected = trained(toy, staged(toy), "whole")
    spec, run = toy.load(staged(toy)).spec, RunDirectory(toy.folder / "runs" / "killed")
    killed = type("Killed", (Killed,), {"stage_name": stage, "epoch": epoch})
    with monkeypatch.context() as patched:
        patched.setattr("mgkd.experiment.staging.History", killed)
        with pytest.raises(KeyboardInterrupt):
            start(spec, run, toy.workspace())
    said = len(toy.said())
    results = start(spec, run, toy.workspace(), resume=True)
    assert history(run) == history(whole)
    one, other = load_file(run.weights_path), load_file(whole.weights_path)
    assert all(one[name].equal(other[name]) for name in other)
    assert (results.dev, results.test) == (expected.dev, expected.test)
    assert [s.best_epoch for s in results.training.stages] == [
        s.best_epoch for s in expected.training.stages
    ]
    assert not run.checkpoint_path.exists()
    if stage == "stage 2":
        assert "student, teacher: 3 of at most 3 epochs are done already" in toy.said()[said:]
        assert "student, teacher epoch" not in toy.said()[said:]


@pytest.mark.parametrize(
    ("sentences", "count"), [("all", 8), ("labelled", 6), ("unlabelled", 2)], ids=str
)
def test_a_stage_may_learn_from_some_sentences_only(toy, sentences, count):
    stage = {"objective": [PATHS], "trainer": trainer(1), "sentences": sentences}
    _, results = trained(toy, staged(toy, stage, unlabelled=with_text(toy)))
    assert [stage.sentences for stage in results.training.stages] == [count]


def test_text_that_no_stage_learns_from_is_not_asked_about(toy):
    stages = (
        {"objective": [{**PATHS, "on": "labelled"}], "trainer": trainer(1)},
        {"objective": [PATHS], "trainer": trainer(1), "sentences": "labelled"},
    )
    _, results = trained(toy, staged(toy, *stages, unlabelled=with_text(toy)))
    assert "annotated 6 sentences" in toy.said()
    assert "student: unlabelled text is not used" in toy.said()
    assert results.training.sentences == 6


def test_a_stage_needs_sentences(toy):
    stage = {"objective": [PATHS], "trainer": trainer(1), "sentences": "unlabelled"}
    message = r"stage 1 learns from unlabelled sentences, and toy has none"
    with pytest.raises(UserError, match=message):
        trained(toy, staged(toy, stage))


def test_the_teacher_is_asked_what_all_stages_need(toy):
    stages = [{"objective": [{**PATHS, "k": k}], "trainer": trainer(1)} for k in (1, 4, 2)]
    trained(toy, staged(toy, *stages))
    assert "annotating 6 sentences: the 4 best label sequences" in toy.said()
    few = {"type": "trained", "config": toy.single(seed=5), "paths": 3}
    [(path, message)] = problems(toy, staged(toy, *stages, teacher=few)).items()
    assert path == "stages[1].objective[0].k"
    assert "asks for 4 label sequences, but the teacher stores 3" in message


def test_a_plan_tells_every_stage(toy):
    tree = staged(toy, unlabelled=with_text(toy), baseline=True)
    plan(toy.load(tree).spec, RunDirectory(toy.folder / "run"), toy.workspace())
    said = toy.said()
    assert "student, teacher: train" in said
    assert "on 8 sentences, at most 3 epochs of 4 batches" in said
    assert "student, stage 2: train" in said
    assert "on 6 sentences, at most 2 epochs of 3 batches" in said


def test_the_student_alone_has_the_trainer_of_the_longest_stage(toy):
    trained(toy, staged(toy, baseline=True))
    [alone] = [p for p in (toy.folder / "runs" / "cache").iterdir() if p.name.startswith("alone")]
    config = RunDirectory(alone).config()
    assert config["stages"] is None
    assert [term["type"] for term in config["objective"]] == ["gold_nll"]
    assert (config["trainer"]["epochs"], config["trainer"]["optimizer"]["lr"]) == (3, 0.01)


def test_the_student_alone_has_as_many_updates(toy):
    """An epoch of 6 labelled sentences and 2 of text, without these: 3 epochs become 4."""
    stages = [
        {"objective": [GOLD], "trainer": trainer(2)},
        {"objective": [GOLD, PATHS], "trainer": {**trainer(3), "patience": 2}},
    ]
    for which, expected in (("all", (4, 3)), ("labelled", (3, 2)), ("unlabelled", (3, 2))):
        changed = {"objective": [PATHS]} if which == "unlabelled" else {}
        several = [stages[0], {**stages[1], "sentences": which, **changed}]
        tree = staged(toy, *several, unlabelled=with_text(toy), baseline=True)
        spec = baseline_of(Job.load(toy.load(tree).spec, toy.folder))
        assert (spec.tree["trainer"]["epochs"], spec.tree["trainer"]["patience"]) == expected


def test_the_student_alone_has_no_groups_of_parameters_of_losses(toy):
    groups = [{"match": "objective.*", "lr": 0.1}, {"match": "tagger.decoder.*", "lr": 0.1}]
    optimizer = {"type": "adamw", "lr": 0.01, "groups": groups}
    objective = [GOLD, {"type": "hidden_mse"}]
    tree = toy.distilled(objective=objective, trainer=trainer(optimizer=optimizer), baseline=True)
    spec = baseline_of(Job.load(toy.load(tree).spec, toy.folder))
    kept = spec.tree["trainer"]["optimizer"]["groups"]
    assert [group["match"] for group in kept] == ["tagger.decoder.*"]
    trained(toy, tree)


def test_what_every_stage_does_counts_and_not_its_name(toy):
    def two(**changes) -> dict:
        first = {"objective": [GOLD], "trainer": trainer(1)}
        second = {"objective": [GOLD], "trainer": trainer(2), **changes}
        return toy.single(objective=None, trainer=None, stages=[first, second])

    before = fingerprint(toy, two())
    assert fingerprint(toy, two(name="gold")) == before
    for change in (
        {"trainer": trainer(3)},
        {"objective": [{**GOLD, "weight": 2.0}]},
        {"sentences": "labelled"},
    ):
        assert fingerprint(toy, two(**change)) != before


def test_there_are_stages_or_an_objective_with_a_trainer(toy):
    stage = {"objective": [GOLD], "trainer": trainer()}
    assert "each of the stages has its own" in problems(toy, toy.single(stages=[stage]))["trainer"]
    found = problems(toy, toy.single(objective=None, trainer=None))
    assert set(found) == {"objective", "trainer"}
    assert "missing; give an objective and a trainer, or stages" in found["objective"]
    [(path, message)] = problems(toy, toy.single(trainer=None)).items()
    assert path == "trainer" and message.startswith("missing")
    found = problems(toy, toy.single(objective=None, trainer=None, stages=[]))
    assert list(found) == ["stages"]


def test_what_does_not_go_together_in_a_stage_is_told_with_its_path(toy):
    late = {"type": "linear", "start": 1, "end": 0, "epochs": 3}
    named = {"name": "gold", "objective": [GOLD], "trainer": trainer()}
    found = problems(
        toy,
        staged(
            toy,
            {**named, "sentences": "unlabelled"},
            named,
            {"objective": [{**PATHS, "weight": late}], "trainer": trainer(2)},
            {
                "objective": [{**PATHS, "on": "unlabelled"}, GOLD],
                "trainer": trainer(2),
                "sentences": "labelled",
            },
            {
                "objective": [
                    {**PATHS, "name": "a"},
                    {**PATHS, "name": "a"},
                    {**GOLD, "name": "a_2"},
                ],
                "trainer": trainer(),
            },
        ),
    )
    assert found.keys() == {
        "stages[0].objective[0]",
        "stages[1].name",
        "stages[2].objective[0].weight.epochs",
        "stages[3].objective[0].on",
        "stages[4].objective[2].name",
    }
    assert (
        "gold_nll speaks of labelled sentences, and this stage" in found["stages[0].objective[0]"]
    )
    assert "gold is what another stage is called as well" in found["stages[1].name"]
    assert "(stages[2].trainer.epochs)" in found["stages[2].objective[0].weight.epochs"]
    assert (
        "learns from labelled ones alone (stages[3].sentences)"
        in (found["stages[3].objective[0].on"])
    )


def test_a_stage_that_learns_from_a_teacher_needs_one(toy):
    [(path, message)] = problems(toy, staged(toy, teacher=None)).items()
    assert path == "stages[0].objective[0]"
    assert "learns from a teacher, and the config names none" in message
