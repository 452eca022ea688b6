import pytest
import torch
from safetensors.torch import load_file

from mgkd.config import ConfigError, UserError, temporary_registrations
from mgkd.deployment import RunDirectory
from mgkd.distillation import Knowledge, Needs
from mgkd.distillation.annotate import in_silence
from mgkd.experiment import plan, start
from mgkd.experiment.job import Job


def of(run) -> dict:
    return {"type": "run", "directory": str(run.path)}


def ensemble(*members, **changes) -> dict:
    return {"type": "ensemble", "teachers": list(members), **changes}


def ready(toy, tree):
    return toy.load(toy.distilled(teacher=tree)).spec().teacher.ready(None)


def refusal(toy, tree) -> str:
    with pytest.raises(ConfigError) as caught:
        toy.load(toy.distilled(teacher=tree))
    return str(caught.value)


def known_of(teacher, sentences) -> Knowledge:
    found = teacher.answers(sentences, Needs(3), in_silence)
    answers = {sentence.fingerprint: answer for sentence, answer in found}
    return Knowledge(teacher.labels, Needs(3), answers)


@pytest.mark.parametrize("average", ["probabilities", "scores"])
def test_a_run_twice_is_that_run(toy, run, average):
    sentences = Job.load(toy.load(toy.single()).spec, toy.folder).splits.train
    one = known_of(ready(toy, of(run)), sentences)
    twice = ready(toy, ensemble(of(run), of(run), average=average))
    two = known_of(twice, sentences)
    assert one.labels == two.labels == twice.labels
    for sentence in sentences:
        assert torch.equal(one.about(sentence).paths, two.about(sentence).paths)
        scores = one.about(sentence).log_probs, two.about(sentence).log_probs
        assert torch.allclose(*scores, atol=1e-5)


def test_a_weight_that_would_vanish_is_refused(toy, run):
    said = refusal(toy, ensemble(of(run), of(run), weights=[1e-40, 1e3]))
    assert "teacher.weights" in said and "1e-40 is nothing beside 1000" in said
    assert toy.load(toy.distilled(teacher=ensemble(of(run), of(run), weights=[0.01, 50])))


def test_all_of_it_counts_in_the_fingerprint(toy, run, other_run, trained_once):
    third = trained_once(toy, "bio", seed=7)
    variants = [
        ensemble(of(run), of(third)),
        ensemble(of(third), of(run)),
        ensemble(of(run), of(other_run)),
        ensemble(of(run), of(third), average="scores"),
        ensemble(of(run), of(third), weights=[1, 2]),
        ensemble(of(run), of(third), of(other_run)),
    ]
    found = [ready(toy, tree).fingerprint for tree in variants]
    assert len(set(found)) == len(variants)
    same = ensemble(of(run), of(third), weights=[3, 3], paths=9)
    assert ready(toy, same).fingerprint == found[0]


def test_it_is_shown_with_the_size_of_all_and_without_a_speed(toy, run, other_run):
    student = RunDirectory(toy.folder / "runs" / "student")
    tree = toy.distilled(teacher=ensemble(of(run), of(other_run)))
    results = start(toy.load(tree).spec, student, toy.workspace())
    sizes = [each.results().size.parameters for each in (run, other_run)]
    assert results.teacher.size.parameters == sum(sizes)
    assert (results.teacher.size.bytes, results.teacher.speed) == (None, None)
    assert results.teacher.training is None
    assert student.results() == results


def test_members_that_are_trained_are_trained_with_their_plugins(toy, run):
    (toy.folder / "mine.py").write_text(
        "from mgkd.distillation import GoldNLL, losses\n"
        "@losses.register('mine')\nclass Mine(GoldNLL): pass\n"
    )
    config = toy.single(plugins=["mine.py"], objective=[{"type": "mine"}], seed=9)
    tree = toy.distilled(teacher=ensemble(of(run), {"type": "trained", "config": config}))
    with temporary_registrations():
        loaded = toy.load(tree)
        assert list(loaded.plugins) == ["mine.py"]
        plan(loaded.spec, RunDirectory(toy.folder / "runs" / "a"), toy.workspace())
        assert "teacher: train" in toy.said()
        assert "teacher: the mean of the probabilities of these 2" in toy.said()
        student = RunDirectory(toy.folder / "runs" / "student")
        start(loaded.spec, student, toy.workspace())
    assert load_file(student.weights_path)


@pytest.mark.parametrize("how", [plan, start])
def test_members_that_do_not_go_together(toy, run, other_run, trained_once, how):
    (toy.folder / "fewer.txt").write_text("{小薇|PER.NAM}去\n", encoding="utf-8")
    fewer = trained_once(toy, corpus=toy.corpus(train=str(toy.folder / "fewer.txt")))
    place = RunDirectory(toy.folder / "runs" / "student")
    for tree, message in (
        (ensemble(of(run), of(fewer)), r"teachers\[1\] knows GPE.NAM, PER.NOM"),
        (ensemble(of(run), of(other_run), average="scores"), r"set average to 'probabilities'"),
    ):
        with pytest.raises(UserError, match=message):
            how(toy.load(toy.distilled(teacher=tree)).spec, place, toy.workspace())


def test_what_the_check_refuses(toy, run, annotated):
    said = refusal(toy, ensemble(of(run)))
    assert "teacher.teachers" in said
    assert "at least 2" in said
    said = refusal(toy, ensemble(of(run), {**of(run), "paths": 3}))
    assert "teacher.teachers[1].paths" in said
    assert "the ensemble stores label sequences" in said
    said = refusal(toy, ensemble(of(run), {**of(run), "top_labels": 3}))
    assert "teacher.teachers[1].top_labels" in said and "the ensemble stores scores" in said
    said = refusal(toy, ensemble(of(run), of(run), weights=[1, 2, 3]))
    assert "teacher.weights" in said
    assert "3 weights, but 2 teachers" in said
    assert "teacher.weights" in refusal(toy, ensemble(of(run), of(run), weights=[1, 0]))
    file = {"type": "annotations", "file": str(annotated("train"))}
    said = refusal(toy, ensemble(of(run), file))
    assert "teacher.teachers[1]" in said
    assert "annotations cannot be asked about any label sequence" in said
    nested = refusal(toy, ensemble(of(run), ensemble(of(run), of(run))))
    assert "ensemble cannot be asked about any label sequence" in nested


@pytest.mark.parametrize("loss", ["structural_cross_entropy", "posterior_kl"])
def test_members_of_two_schemes_have_scores_for_a_student_of_the_finer(toy, run, other_run, loss):
    student = RunDirectory(toy.folder / "runs" / "student")
    tree = toy.distilled(
        teacher=ensemble(of(run), of(other_run)), objective=[{"type": loss}], scheme="bioes"
    )
    start(toy.load(tree).spec, student, toy.workspace())
    assert student.labels().scheme == "bioes"
    with pytest.raises(ConfigError, match="scores of bioes tags, which are no scores of bio tags"):
        toy.load({**tree, "scheme": "bio"})
