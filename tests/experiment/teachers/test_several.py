"""Teachers with entity types of their own, and losses that ask what a teacher cannot tell."""

import pytest

from mgkd.config import ConfigError, UserError
from mgkd.deployment import RunDirectory
from mgkd.distillation import Needs, Recorded
from mgkd.experiment import plan, start
from mgkd.testing import check_config_trains

COLLAPSED = [{"type": "collapsed_posterior_kl"}]
POSTERIOR = [{"type": "posterior_kl"}]


@pytest.fixture
def several(toy):
    """several(schemes): two teachers that share the toy corpus's types."""

    def make(*schemes: str) -> dict:
        known = (["PER.NAM", "PER.NOM"], ["GPE.NAM"])
        configs = [
            toy.single(corpus=toy.corpus(types=types), seed=5, scheme=scheme)
            for types, scheme in zip(known, schemes or ("bio", "bio"), strict=True)
        ]
        members = [{"type": "trained", "config": config} for config in configs]
        return {"type": "several", "teachers": members}

    return make


def refusal(toy, **changes) -> str:
    with pytest.raises(ConfigError) as caught:
        toy.load(toy.distilled(**changes))
    return str(caught.value)


def test_a_student_learns_all_their_types(toy, several):
    run = RunDirectory(toy.folder / "runs" / "student")
    tree = toy.distilled(teacher=several("bio", "bilou"), objective=COLLAPSED, scheme="bilou")
    results = start(toy.load(tree).spec, run, toy.workspace())
    assert run.labels().types == ("PER.NAM", "PER.NOM", "GPE.NAM")
    assert results.teacher is None  # together they have no best label sequence
    assert "teacher: of the entity types PER.NAM, PER.NOM alone (corpus.types)" in toy.said()


def test_a_config_with_them_trains(toy, several):
    check_config_trains(toy.distilled(teacher=several(), objective=COLLAPSED))


def test_a_plan_tells_whose_they_are(toy, several):
    tree = toy.distilled(teacher=several(), objective=COLLAPSED)
    plan(toy.load(tree).spec, RunDirectory(toy.folder / "runs" / "run"), toy.workspace())
    assert "teacher: these 2, each for its own entity types" in toy.said()


@pytest.mark.parametrize("how", [plan, start])
def test_types_in_common_are_refused(toy, run, how):
    member = {"type": "run", "directory": str(run.path)}
    teacher = {"type": "several", "teachers": [member, member]}
    tree = toy.distilled(teacher=teacher, objective=COLLAPSED)
    with pytest.raises(UserError, match=r"teachers\[0\] and teachers\[1\] both know GPE.NAM"):
        how(toy.load(tree).spec, RunDirectory(toy.folder / "runs" / "student"), toy.workspace())


def test_what_the_check_refuses_of_them(toy, several, annotated):
    said = refusal(toy, teacher=several(), objective=POSTERIOR)
    assert "objective[0]" in said
    assert "posterior_kl learns from one teacher of all entity types" in said
    said = refusal(toy, teacher=several(), objective=[*COLLAPSED, {"type": "path_set"}])
    assert "objective[1]" in said
    assert "take a loss for such teachers (collapsed_posterior_kl)" in said
    teacher = several()
    teacher["teachers"][0]["paths"] = 3
    said = refusal(toy, teacher=teacher, objective=COLLAPSED)
    assert "teacher.teachers[0].paths" in said and "give scores alone" in said
    teacher["teachers"][0] = {"type": "annotations", "file": str(annotated("train"))}
    said = refusal(toy, teacher=teacher, objective=COLLAPSED)
    assert "annotations cannot be asked about any label sequence" in said


def test_annotations_have_no_scores(toy, annotated):
    teacher = {"type": "annotations", "file": str(annotated("train"))}
    said = refusal(toy, teacher=teacher, objective=POSTERIOR)
    assert "objective[0]" in said
    assert "a teacher of the kind annotations knows label sequences only" in said


@pytest.mark.parametrize(
    ("loss", "teachers_scheme", "scheme", "complaint"),
    [
        ("posterior_kl", "bioes", "bio", "are no scores of bio tags, since those say less"),
        ("posterior_kl", "bio", "bioes", None),
        ("emission_kl", "bio", "bioes", "the teacher's tags are bio and the student's bioes"),
        ("emission_kl", "bioes", "bioes", None),
        ("path_set", "bioes", "bio", None),
        ("logit_mse", "iob1", "bio", "are no scores of bio tags"),
    ],
)
def test_scores_need_tags_that_say_enough(toy, loss, teachers_scheme, scheme, complaint):
    teacher = {"type": "trained", "config": toy.single(scheme=teachers_scheme)}
    changes = {"teacher": teacher, "objective": [{"type": loss}], "scheme": scheme}
    if complaint is None:
        assert toy.load(toy.distilled(**changes))
        return
    said = refusal(toy, **changes)
    assert "objective[0]" in said
    assert complaint in said
    assert f"set scheme to '{teachers_scheme}'" in said


def test_text_is_not_chosen_by_a_confidence_that_they_do_not_have(toy, several):
    (toy.folder / "more.txt").write_text("好\n", encoding="utf-8")
    texts = [toy.text(), toy.text(minimum_confidence=0.5)]
    said = refusal(toy, teacher=several(), objective=COLLAPSED, unlabelled=texts)
    assert "unlabelled[1].minimum_confidence" in said
    assert "teachers of the kind several have none in common; remove this" in said
    assert "1 problem" in said


@pytest.mark.parametrize(
    ("loss", "fewest", "place"),
    [
        ({"type": "fuzzy_crf_top", "m": 3}, 3, "objective[0].m"),
        ({"type": "logit_mse"}, 2, "objective[0]"),
        ({"type": "decoupled_kd"}, 2, "objective[0]"),
        ({"type": "emission_kl"}, 1, "objective[0]"),
        ({"type": "path_set"}, 1, "objective[0]"),
    ],
    ids=str,
)
def test_a_teacher_stores_as_many_labels_as_a_loss_compares(toy, loss, fewest, place):
    teacher = {"type": "trained", "config": toy.single(), "top_labels": fewest}
    assert toy.load(toy.distilled(teacher=teacher, objective=[loss]))
    if fewest > 1:
        teacher["top_labels"] = fewest - 1
        said = refusal(toy, teacher=teacher, objective=[loss])
        assert place in said
        assert f"set that to {fewest} or more, or remove it" in said


def test_the_schemes_of_finished_runs_and_of_stores_are_seen(toy, other_run, run, stored):
    recorded = Recorded(Needs(1, True), 2)
    for teacher in (
        {"type": "run", "directory": str(other_run.path)},
        {"type": "knowledge", "directory": str(stored("train", recorded=recorded))},
    ):
        own = "bio" if teacher["type"] == "run" else "bioes"
        teacher["top_labels"] = 2
        said = refusal(toy, teacher=teacher, objective=[{"type": "emission_kl"}], scheme=own)
        assert "objective[0]" in said and "set scheme to" in said


def test_members_schemes_are_seen(toy, several):
    said = refusal(toy, teacher=several("bio", "bioes"), objective=COLLAPSED)
    assert "scores of bioes tags" in said
