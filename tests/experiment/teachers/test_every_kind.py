"""What holds of teachers of every kind."""

import re
import sys

import pytest

from mgkd.config import ConfigError
from mgkd.data import SCHEMES
from mgkd.deployment import RunDirectory
from mgkd.distillation import KnowledgeStore
from mgkd.experiment import plan, start
from mgkd.models import Tagger
from mgkd.testing import check_config_trains


def taught(toy, teacher, name="student", **changes) -> RunDirectory:
    run = RunDirectory(toy.folder / "runs" / name)
    start(toy.load(toy.distilled(teacher=teacher, **changes)).spec, run, toy.workspace())
    return run


def test_students_of_two_schemes_learn_from_one_knowledge(toy, teacher):
    first = taught(toy, teacher, scheme="bmes")
    kept = teacher["type"] == "knowledge"
    assert toy.said().count("knowledge: found") == kept
    second = taught(toy, teacher, "second", scheme="iob1", seed=8)
    assert toy.said().count("knowledge: found") == 1 + kept
    assert [run.labels().scheme for run in (first, second)] == ["bmes", "iob1"]
    assert first.labels().types == second.labels().types == ("GPE.NAM", "PER.NAM", "PER.NOM")
    assert "distilled from a teacher" in (first.path / "README.md").read_text(encoding="utf-8")
    scored = first.results().teacher
    assert (scored is None) == (teacher["type"] in ("annotations", "knowledge"))
    assert scored is None or scored.tested_on == first.results().tested_on


def test_a_plan_names_it_and_leaves_nothing_behind(toy, teacher):
    tree = toy.distilled(teacher=teacher, scheme="bilou")
    plan(toy.load(tree).spec, RunDirectory(toy.folder / "runs" / "run"), toy.workspace())
    assert re.search("^  teacher: ", toy.said(), re.MULTILINE)
    assert "3 best label sequences of each sentence" in toy.said()
    assert not (toy.folder / "runs").exists()


def test_a_config_with_it_trains(toy, teacher):
    check_config_trains(toy.distilled(teacher=teacher, scheme="bioes"))


def test_one_that_is_ready_knows_itself(toy, teacher):
    def ready():
        built = toy.load(toy.distilled(teacher=teacher)).spec().teacher
        run = RunDirectory(toy.folder / "teacher")

        def train(spec):
            if not run.is_complete:
                start(spec, run, toy.workspace())
            return run

        return built.ready(train)

    one, other = ready(), ready()
    assert re.fullmatch("[0-9a-f]{64}", one.fingerprint)
    assert one.fingerprint == other.fingerprint
    assert one.labels == other.labels
    inheritable = teacher["type"] in ("run", "trained")
    assert isinstance(one.tagger(), Tagger if inheritable else type(None))


def test_fewer_paths_than_needed_are_refused_by_the_check(toy, teacher):
    if teacher["type"] == "annotations":
        pytest.skip("it has as many as the file has")
    with pytest.raises(ConfigError, match=r"asks for 3 .* but the teacher stores 2"):
        toy.load(toy.distilled(teacher={**teacher, "paths": 2}))


def test_only_from_a_tagger_can_be_inherited(toy, teacher):
    tree = toy.distilled(teacher=teacher)
    tree["model"] = {**tree["model"], "decoder": {"type": "inherited_crf"}}
    if teacher["type"] in ("run", "trained"):
        assert toy.load(tree)
        return
    message = rf"inherited_crf inherits from a tagger, and a teacher of the kind {teacher['type']} "
    with pytest.raises(ConfigError, match=message):
        toy.load(tree)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_student_sees_are_the_teachers_entities(toy, run, scheme):
    """The stored knowledge is the teacher's own, whatever the student's scheme."""
    taught(toy, {"type": "run", "directory": str(run.path)}, scheme=scheme)
    [stored] = (toy.folder / "runs" / "cache").glob("knowledge-*")
    assert KnowledgeStore(stored).header.labels == run.labels()


def test_a_check_wakes_no_library_of_models(toy, classification, monkeypatch):
    monkeypatch.delattr(sys.modules["mgkd.models.embedders"], "checkpoints", raising=False)
    monkeypatch.setitem(sys.modules, "mgkd.models.embedders.checkpoints", None)
    loaded = toy.load(toy.distilled(teacher=classification))
    with pytest.raises(ImportError, match="checkpoints"):
        loaded.spec().teacher.ready(None)
