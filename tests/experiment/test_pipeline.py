import json

import pytest
from safetensors.torch import load_file

from mgkd.config import UserError, temporary_registrations
from mgkd.crf import LinearChain
from mgkd.deployment import Predictor, RunDirectory
from mgkd.experiment import evaluate_file, start
from mgkd.experiment.staging import History
from mgkd.models import CRF
from mgkd.training import Trainer


def run_at(toy, name="run") -> RunDirectory:
    return RunDirectory(toy.folder / "runs" / name)


def trained(toy, tree, name="run", **how):
    run = run_at(toy, name)
    return run, start(toy.load(tree).spec, run, toy.workspace(), **how)


def test_run_directory_holds_all_that_was_promised(toy):
    run, results = trained(toy, toy.single())
    assert {path.name for path in run.path.iterdir()} == {
        "README.md",
        "config.json",
        "counts.json",
        "environment.json",
        "labels.json",
        "metrics.json",
        "metrics.jsonl",
        "model.safetensors",
        "vocabulary.json",
    }
    written = json.loads(run.metrics_path.read_text())
    assert written["test"]["f1"] == results.test.f1
    lines = [json.loads(line) for line in run.history_path.read_text().splitlines()]
    assert [line["epoch"] for line in lines] == [1, 2]
    assert {"f1", "precision", "recall"} == set(lines[0]["metrics"])
    environment = json.loads((run.path / "environment.json").read_text())
    assert environment["seed"] == 3
    assert environment["device"] == "cpu"
    assert environment["packages"]["torch"]


def test_repeated_test_sentences_are_scored_apart(toy):
    """Of two test sentences one, without entities, also stands in train."""
    _, results = trained(toy, toy.single())
    assert results.test.support == results.test_unseen.support == 2
    (toy.folder / "test.txt").write_text("{小薇|PER.NAM}在\n{南京|GPE.NAM}下雨\n", encoding="utf-8")
    _, results = trained(toy, toy.single(), "other")
    assert (results.test.support, results.test_unseen.support) == (2, 1)


def test_the_resolved_config_reproduces_the_run(toy):
    run, results = trained(toy, toy.distilled())
    again, repeated = trained(toy, run.config(), "again")
    weights, same = load_file(run.weights_path), load_file(again.weights_path)
    assert all(weights[name].equal(same[name]) for name in weights)
    assert repeated.fingerprint == results.fingerprint
    assert repeated.test == results.test


def test_teacher_is_trained_once_and_found_afterwards(toy):
    trained(toy, toy.distilled())
    assert "found trained" not in toy.said()
    _, results = trained(toy, toy.distilled(seed=8), "second")
    assert "teacher: found trained" in toy.said()
    assert "knowledge: found" in toy.said()
    assert results.teacher.training.seed == 5


def test_a_finished_run_serves_as_teacher_and_as_baseline(toy):
    """Whatever was trained already, under whatever name, is not trained again."""
    trained(toy, toy.single(seed=5), "earlier-teacher")
    trained(toy, toy.single(seed=3), "earlier-student")
    _, results = trained(toy, toy.distilled(baseline=True))
    said = toy.said()
    assert f"teacher: found trained in {toy.folder / 'runs' / 'earlier-teacher'}" in said
    assert f"alone: found trained in {toy.folder / 'runs' / 'earlier-student'}" in said
    assert results.alone.training.seed == 3


def test_a_found_teacher_is_compared_on_the_test_split_at_hand(toy):
    """The test split does not determine a training, but scores on different ones do not compare."""
    teacher, before = trained(toy, toy.single(seed=5), "earlier")
    (toy.folder / "test.txt").write_text("{老师|PER.NOM}去{南京|GPE.NAM}{北京|GPE.NAM}\n", "utf-8")
    _, results = trained(toy, toy.distilled(baseline=True))
    assert "teacher: found trained" in toy.said()
    supports = [run.test.support for run in (results, results.teacher, results.alone)]
    assert supports == [3, 3, 3]
    assert results.teacher.tested_on == results.tested_on != before.tested_on
    assert teacher.results() == before


def test_a_baseline_that_is_there_is_shown_unasked(toy):
    _, without = trained(toy, toy.distilled(), "first")
    assert without.alone is None
    _, single = trained(toy, toy.single(), "student")
    _, results = trained(toy, toy.distilled(), "second")
    assert results.alone == single


def test_teacher_from_a_run_directory(toy):
    teacher, _ = trained(toy, toy.single(seed=5), "teacher")
    tree = toy.distilled(teacher={"type": "run", "directory": str(teacher.path)})
    _, results = trained(toy, tree)
    assert results.teacher == teacher.results()


def test_the_student_alone_differs_in_its_objective_only(toy):
    run, results = trained(toy, toy.distilled(baseline=True))
    [alone] = [p for p in (toy.folder / "runs" / "cache").iterdir() if p.name.startswith("alone")]
    changed = RunDirectory(alone).config()
    [term] = changed.pop("objective")
    assert (term["type"], term["weight"]) == ("gold_nll", 1.0)
    expected = run.config() | {"teacher": None, "baseline": False}
    del expected["objective"]
    assert changed == expected
    assert results.alone.fingerprint != results.fingerprint


def test_unlabelled_text_is_learned_from_with_a_teacher_only(toy):
    (toy.folder / "more.txt").write_text("小薇下雨\n老师好冷\n", encoding="utf-8")
    tree = toy.distilled(unlabelled=[toy.text()], baseline=True)
    run, results = trained(toy, tree)
    assert results.training.sentences == 8
    assert results.alone.training.sentences == 6
    assert (results.training.epochs, results.alone.training.epochs) == (2, 3)
    # Its words get vectors of their own.
    assert {"雨", "冷"} <= set(run.load_tagger().embedder.vocabulary.to_json())
    assert "student: unlabelled text, files: 2 sentences\n" in toy.said()
    assert "alone: unlabelled text is not used" in toy.said()


def test_a_killed_run_resumes_to_the_same_numbers(toy, monkeypatch):
    tree = toy.distilled(unlabelled=[{"type": "splicing", "copies": 2, "ratio": 1}])
    whole, _ = trained(toy, tree, "whole")
    run = killed_and_resumed(toy, tree, monkeypatch)
    resumed, expected = load_file(run.weights_path), load_file(whole.weights_path)
    assert all(resumed[name].equal(expected[name]) for name in expected)
    assert run.results().test == whole.results().test
    assert not run.checkpoint_path.exists()


def killed_and_resumed(toy, tree, monkeypatch) -> RunDirectory:
    run = killed(toy, tree, monkeypatch)
    start(toy.load(tree).spec, run, toy.workspace(), resume=True)
    return run


def killed(toy, tree, monkeypatch) -> RunDirectory:
    """A run that was cut off in its second epoch."""
    spec, run = toy.load(tree).spec, run_at(toy, "killed")
    with monkeypatch.context() as patched:
        patched.setattr("mgkd.experiment.staging.History", killing_at_epoch(2))
        with pytest.raises(KeyboardInterrupt):
            start(spec, run, toy.workspace())
    assert not run.is_complete
    return run


@pytest.mark.parametrize("file", ["train", "more"])
def test_a_run_does_not_go_on_with_other_sentences(toy, monkeypatch, file):
    (toy.folder / "more.txt").write_text("小薇下雨\n老师好冷\n", encoding="utf-8")
    tree = toy.distilled(unlabelled=[toy.text()])
    run = killed(toy, tree, monkeypatch)
    path = toy.folder / f"{file}.txt"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "{北京|GPE.NAM}好\n", encoding="utf-8")
    with pytest.raises(UserError, match="was begun with other sentences, another teacher or"):
        start(toy.load(tree).spec, run, toy.workspace(), resume=True)
    path.write_text(before, encoding="utf-8")
    start(toy.load(tree).spec, run, toy.workspace(), resume=True)
    assert run.is_complete and not (run.path / "begun.txt").exists()


def killing_at_epoch(epoch):
    """A history that ends the program in the middle of an epoch of the run `killed`."""

    class Killing(History):
        def on_step_end(self, run):
            if run.epoch == epoch and self.path.parent.name == "killed":
                raise KeyboardInterrupt

    return Killing


def test_resuming_needs_a_begun_run_with_the_same_config(toy):
    spec, run = toy.load(toy.single()).spec, run_at(toy)
    with pytest.raises(UserError, match="no run was begun"):
        start(spec, run, toy.workspace(), resume=True)
    run.claim(replace=False)
    run.write_config(toy.single(seed=99), {})
    with pytest.raises(UserError, match="not the one that the run"):
        start(spec, run, toy.workspace(), resume=True)


def test_an_existing_run_is_kept_unless_forced(toy):
    run, first = trained(toy, toy.single())
    with pytest.raises(UserError, match="already holds a finished run"):
        trained(toy, toy.single(seed=4))
    assert run.results() == first
    _, second = trained(toy, toy.single(seed=4), force=True)
    assert run.results() == second
    assert second.training.seed == 4


def test_nothing_is_removed_when_the_corpus_is_missing(toy):
    run, first = trained(toy, toy.single())
    tree = toy.single(corpus=toy.corpus(train=str(toy.folder / "tran.txt")))
    with pytest.raises(UserError, match=r"nearest in its folder: train\.txt"):
        trained(toy, tree, force=True)
    assert run.results() == first


def test_a_type_that_the_teacher_does_not_know_is_refused(toy):
    teacher, _ = trained(toy, toy.single(), "teacher")
    (toy.folder / "train.txt").write_text("{河|LOC.NOM}边\n", encoding="utf-8")
    tree = toy.distilled(teacher={"type": "run", "directory": str(teacher.path)})
    with pytest.raises(UserError, match=r"the teacher does not know LOC\.NOM, of which the train"):
        trained(toy, tree)


def test_no_entities_to_learn(toy):
    (toy.folder / "train.txt").write_text("好冷\n", encoding="utf-8")
    with pytest.raises(UserError, match="has no entity to learn from"):
        trained(toy, toy.single())


def test_the_predictor_of_a_run(toy):
    run, _ = trained(toy, toy.single(trainer=trainer_of(40)))
    [prediction] = Predictor.load(run.path).predict(["小薇 去南京"])
    assert [(e.text, e.label) for e in prediction.entities] == [
        ("小薇", "PER.NAM"),
        ("南京", "GPE.NAM"),
    ]
    assert all(0 < entity.probability <= 1 for entity in prediction.entities)


def trainer_of(epochs: int) -> dict:
    return {"epochs": epochs, "batch_size": 2, "optimizer": {"type": "adamw", "lr": 0.02}}


def test_fit_is_given_the_seed_of_the_config(toy, monkeypatch):
    seeds = []
    fit = Trainer.fit

    def noting(self, *arguments, seed, **named):
        seeds.append(seed)
        return fit(self, *arguments, seed=seed, **named)

    monkeypatch.setattr(Trainer, "fit", noting)
    trained(toy, toy.distilled())
    assert seeds == [5, 3]


def test_a_teacher_may_store_more_than_is_asked_and_serve_other_objectives(toy):
    teacher = {"type": "trained", "config": toy.single(seed=5), "paths": 4}
    trained(toy, toy.distilled(teacher=teacher))
    assert "the 4 best label sequences" in toy.said()
    terms = [{"type": "gold_nll"}, {"type": "kbest_cross_entropy", "k": 4}]
    trained(toy, toy.distilled(teacher=teacher, objective=terms), "second")
    assert "knowledge: found" in toy.said()


def test_weights_change_from_epoch_to_epoch(toy):
    weight = {"type": "linear", "start": 2, "end": 0.5, "epochs": 2}
    run, _ = trained(toy, toy.single(objective=[{"type": "gold_nll", "weight": weight}]))
    lines = [json.loads(line) for line in run.history_path.read_text().splitlines()]
    shares = [line["loss"] / line["terms"]["gold_nll"] for line in lines]
    assert shares == pytest.approx([2, 0.5])
    assert [line["weights"]["gold_nll"] for line in lines] == [2, 0.5]
    assert [line["weighted"]["gold_nll"] / line["loss"] for line in lines] == [1, 1]


def test_weights_change_from_step_to_step_and_after_a_resume_as_before(toy, monkeypatch):
    """Over 6 updates: after the 3 of the first epoch, 2/5 of the way are behind."""
    terms = [
        {"type": "gold_nll", "weight": {"type": "annealing", "share": "gold"}},
        {"type": "fuzzy_crf", "weight": {"type": "annealing", "share": "teacher", "steps": 6}},
    ]
    whole, _ = trained(toy, toy.distilled(objective=terms), "whole")
    lines = [json.loads(line) for line in whole.history_path.read_text().splitlines()]
    for line, share in zip(lines, (0.4, 1.0), strict=True):
        assert line["weights"] == pytest.approx({"gold_nll": share, "fuzzy_crf": 1 - share})
    killed = killed_and_resumed(toy, toy.distilled(objective=terms), monkeypatch)
    again = [json.loads(line) for line in killed.history_path.read_text().splitlines()]
    assert [{**a, "seconds": 0} for a in again] == [{**line, "seconds": 0} for line in lines]


def test_a_weight_that_takes_more_steps_than_there_are_is_refused(toy):
    weight = {"type": "linear", "start": 2, "end": 0.5, "steps": 7}
    tree = toy.single(objective=[{"type": "gold_nll", "weight": weight}])
    with pytest.raises(UserError, match=r"gold_nll changes over 7 steps, but .* after 6"):
        trained(toy, tree)


def test_a_run_whose_config_has_references_can_be_used(toy):
    """What a reference leads to comes along when a part of the config is taken alone."""
    (toy.folder / "more.txt").write_text("小薇下雨\n老师好冷\n", encoding="utf-8")
    corpus = toy.corpus(splitter={"ref": "unlabelled[0].reader.splitter"})
    text = toy.text(reader={"type": "text", "splitter": "characters"})
    run, _ = trained(toy, toy.single(corpus=corpus, unlabelled=[text]))
    [prediction] = Predictor.load(run.path).predict(["小薇下雨"])
    assert prediction.text == "小薇下雨"
    shared = toy.corpus(reader={"ref": "unlabelled[0].reader"})
    text = toy.text(reader={"type": "markup"})
    run, _ = trained(toy, toy.single(corpus=shared, unlabelled=[text]), "other")
    assert evaluate_file(run, toy.folder / "test.txt").sentences == 2


def test_a_need_that_shows_when_a_loss_is_built_is_still_seen(toy, tmp_path):
    (tmp_path / "late.py").write_text(
        "from mgkd.distillation import KBestCrossEntropy, Needs, losses\n"
        "@losses.register('late')\nclass Late(KBestCrossEntropy):\n"
        "    needs = Needs()\n"
        "    def __init__(self) -> None:\n"
        "        super().__init__(k=4)\n        self.needs = Needs(4)\n"
    )
    teacher = {"type": "trained", "config": toy.single(seed=5), "paths": 2}
    tree = toy.distilled(teacher=teacher, objective=[{"type": "late"}], plugins=["late.py"])
    with temporary_registrations():
        run = RunDirectory(tmp_path / "run")
        with pytest.raises(UserError, match="asks for 4 label sequences, but the teacher stores 2"):
            start(toy.load(tree).spec, run, toy.workspace())


def test_a_training_that_has_no_distribution_says_of_which_sentence(toy, monkeypatch):
    monkeypatch.setattr(CRF, "forward", lambda self, hidden, mask: _poisoned(hidden, mask))
    with pytest.raises(UserError, match=r"train\.txt:\d+: emissions hold NaN or \+inf at token 0"):
        trained(toy, toy.single())


def _poisoned(hidden, mask):
    return LinearChain(hidden * float("nan"), mask=mask)
