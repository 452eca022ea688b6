"""Where a teacher runs while it is asked."""

import pytest

from mgkd.config import UserError
from mgkd.distillation import Annotator, Needs, TaggerAnnotator
from mgkd.experiment import Pace
from mgkd.experiment.job import Job
from mgkd.experiment.teachers import annotating

ELSEWHERE = "cuda:1"


class Wandering(TaggerAnnotator):
    """Notes where it is sent, and stays."""

    def __init__(self, tagger) -> None:
        super().__init__(tagger)
        self.places = []

    def to(self, device: str) -> None:
        self.places.append(device)


class Rooted(TaggerAnnotator):
    """Can run nowhere else."""

    to = Annotator.to


class Ready(annotating.AnnotatingTeacher):
    def __init__(self, annotator: Annotator) -> None:
        self.labels, self.fingerprint = annotator.labels, "0" * 64
        self.known = annotator

    def annotator(self) -> Annotator:
        return self.known


@pytest.fixture
def tagger(run):
    return run.load_tagger()


@pytest.fixture
def sentences(toy, tmp_path):
    return Job.load(toy.load(toy.single()).spec, tmp_path).splits.train


def ask(teacher, sentences):
    return list(teacher.answers(sentences, Needs(paths=1), lambda done, total: None))


@pytest.fixture(autouse=True)
def machine_with_an_accelerator(monkeypatch):
    monkeypatch.setattr(annotating, "training_device", lambda: ELSEWHERE)


def test_a_teacher_is_asked_where_trainings_run_and_comes_back(tagger, sentences):
    teacher = Ready(Wandering(tagger))
    assert ask(teacher, sentences)
    assert teacher.known.places == [ELSEWHERE, "cpu"]


def test_or_where_it_was_told_to(tagger, sentences):
    teacher = Ready(Wandering(tagger))
    teacher.pace = Pace(device="cuda:0")
    ask(teacher, sentences)
    assert teacher.known.places == ["cuda:0", "cpu"]


def test_it_comes_back_when_nobody_wants_the_rest(tagger, sentences):
    teacher = Ready(Wandering(tagger))
    answers = teacher.answers(sentences, Needs(paths=1), lambda done, total: None)
    next(answers)
    answers.close()
    assert teacher.known.places == [ELSEWHERE, "cpu"]


def test_one_that_can_run_nowhere_else_stays(tagger, sentences):
    assert ask(Ready(Rooted(tagger)), sentences)


def test_unless_it_was_told_to_run_elsewhere(tagger, sentences):
    teacher = Ready(Rooted(tagger))
    teacher.pace = Pace(device="cuda:0")
    with pytest.raises(UserError, match="cannot run on cuda:0; take --device cpu"):
        ask(teacher, sentences)
