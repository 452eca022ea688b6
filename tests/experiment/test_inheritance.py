"""Students that inherit from their teachers, from the config to the run."""

import pytest
import torch
from safetensors.torch import load_file

from mgkd.config import ConfigError, temporary_registrations
from mgkd.deployment import RunDirectory
from mgkd.experiment import plan, start
from mgkd.models import Embedder, WordEmbedder, embedders
from mgkd.testing import check_config_trains, check_gradients
from mgkd.training import Trainer

CRF = {"decoder": {"type": "inherited_crf"}}
ROWS = {"embedder": {"type": "teacher_rows", "size": 4}}
FROZEN = {"embedder": {"type": "teacher_rows", "size": 4, "trainable": False}}


def heir(toy, part, **changes) -> dict:
    """A student with a part that inherits."""
    student = toy.distilled(**changes)
    return {**student, "model": {**student["model"], **part}}


def at(toy, name="run") -> RunDirectory:
    return RunDirectory(toy.folder / "runs" / name)


def trained(toy, tree, name="run") -> RunDirectory:
    start(toy.load(tree).spec, at(toy, name), toy.workspace())
    return at(toy, name)


@pytest.mark.parametrize("part", [CRF, FROZEN, {**CRF, **ROWS}], ids=["crf", "rows", "both"])
def test_it_trains_and_reloads(toy, part):
    tree = heir(toy, part)
    check_config_trains(tree)
    check_gradients(tree)


def test_training_begins_with_what_the_teacher_has(toy, monkeypatch):
    begun = {}
    fit = Trainer.fit

    def noting(self, task, **named):
        begun.clear()
        begun.update({n: v.clone() for n, v in task.model.tagger.state_dict().items()})
        return fit(self, task, **named)

    monkeypatch.setattr(Trainer, "fit", noting)
    teacher = trained(toy, toy.single(seed=5), "teacher")
    found = {"type": "run", "directory": str(teacher.path)}
    trained(toy, heir(toy, CRF, teacher=found))
    scores = load_file(teacher.weights_path)
    for name in ("decoder.transitions", "decoder.start", "decoder.end"):
        assert torch.equal(begun[name], scores[name])
    assert not torch.equal(begun["decoder.emissions.weight"], scores["decoder.emissions.weight"])


def test_gold_labels_may_be_all_that_is_learned_from(toy):
    """Then the label set is the corpus's own; the teacher's is matched by tag."""
    teacher = trained(toy, toy.single(seed=5), "teacher")
    (toy.folder / "train.txt").write_text("{南京|GPE.NAM}下雨\n", encoding="utf-8")
    (toy.folder / "dev.txt").write_text("{南京|GPE.NAM}\n", encoding="utf-8")
    found = {"type": "run", "directory": str(teacher.path)}
    run = trained(toy, heir(toy, CRF, teacher=found, objective=toy.single()["objective"]))
    assert run.labels().types == ("GPE.NAM",)
    assert run.results().teacher is not None
    assert run.results().alone is None


@pytest.mark.parametrize("part", [CRF, ROWS], ids=["crf", "rows"])
def test_without_a_teacher_it_is_refused_at_its_place(toy, part):
    tree = toy.single()
    [(name, component)] = part.items()
    with pytest.raises(ConfigError) as caught:
        toy.load({**tree, "model": {**tree["model"], **part}})
    [problem] = caught.value.problems
    assert problem.path == f"model.{name}"
    assert problem.message.startswith(
        f"{component['type']} inherits from a teacher, and the config"
    )


def test_one_within_another_component_is_seen(toy):
    with temporary_registrations():

        @embedders.register("wrapped")
        class Wrapped(WordEmbedder):
            def __init__(self, parts: list[Embedder]) -> None:
                super().__init__()

        tree = toy.single()
        model = {
            **tree["model"],
            "embedder": {"type": "wrapped", "parts": ["word", "teacher_rows"]},
        }
        with pytest.raises(
            ConfigError, match=r"model\.embedder\.parts\[1\]  teacher_rows inherits"
        ):
            toy.load({**tree, "model": model})


def test_it_has_no_baseline(toy):
    with pytest.raises(ConfigError, match=r"baseline +asks for .*, but inherited_crf cannot be"):
        toy.load(heir(toy, CRF, baseline=True))


@pytest.mark.parametrize(
    ("part", "teacher", "message"),
    [
        (CRF, {"decoder": {"type": "softmax"}}, "the teacher's decoder is softmax"),
        (
            ROWS,
            {"embedder": {"type": "vectorless"}},
            "the teacher's embedder, vectorless, has none",
        ),
        (
            ROWS,
            {"embedder": {"type": "concatenate", "embedders": ["word", "casing"]}},
            "the teacher's embedder, casing, has none",
        ),
    ],
)
def test_a_teacher_without_what_is_inherited_is_refused_before_it_is_trained(
    toy, part, teacher, message
):
    with temporary_registrations():

        @embedders.register("vectorless")
        class Vectorless(WordEmbedder):
            token_vectors = Embedder.token_vectors

        config = toy.single()
        config["model"] = {**config["model"], **teacher}
        with pytest.raises(ConfigError, match=message):
            toy.load(heir(toy, part, teacher={"type": "trained", "config": config}))


def test_scores_of_tags_in_another_scheme_are_refused_before_the_teacher_is_trained(toy):
    with pytest.raises(ConfigError, match=r"the teacher's tags, which are bio, not bioes"):
        toy.load(heir(toy, CRF, scheme="bioes"))
    assert toy.load(heir(toy, ROWS, scheme="bioes"))


def test_a_plan_needs_no_trained_teacher(toy):
    tree = heir(toy, {**CRF, **ROWS})
    plan(toy.load(tree).spec, at(toy), toy.workspace())
    said = toy.said()
    assert "teacher: train" in said
    run = trained(toy, tree)
    assert f"student: train {run.results().size.parameters:,} parameters" in said


def test_another_student_stands_beside_one_that_inherits(toy):
    other = toy.single()["model"]
    alone = trained(toy, heir(toy, ROWS, baseline=other, seed=3)).results().alone
    same = trained(toy, toy.distilled(baseline=True, seed=3, model=other), "same").results().alone
    assert alone.training.seed == 3 and alone.fingerprint == same.fingerprint


def test_the_same_student_cannot_be_trained_alone(toy):
    with pytest.raises(ConfigError, match="set baseline: false, or to another tagger"):
        toy.load(heir(toy, ROWS, baseline=True))
