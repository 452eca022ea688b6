import json

import pytest
import torch
from transformers import BertForTokenClassification

from mgkd.config import ConfigError, UserError
from mgkd.data import Labels, Sentence
from mgkd.deployment import RunDirectory
from mgkd.distillation import Needs
from mgkd.distillation.annotate import in_silence
from mgkd.experiment import plan, start

SENTENCE = Sentence(("小", "薇"))


def ready(toy, tree):
    return toy.load(toy.distilled(teacher=tree)).spec().teacher.ready(None)


def refusal(toy, tree) -> str:
    with pytest.raises(ConfigError) as caught:
        toy.load(toy.distilled(teacher=tree))
    return str(caught.value)


def test_its_best_paths_are_those_of_its_own_softmax(toy, classification, model):
    """Two labels, O and B-EVENT, count as O; all legal sequences share the probability."""
    classifier = BertForTokenClassification.from_pretrained(model).eval()
    with torch.no_grad():
        logits = classifier(input_ids=torch.tensor([[2, 5, 6, 3]])).logits[0, 1:-1]
    given = logits.softmax(-1)
    # In our order: O, then B and I of GPE.NAM, PER.NAM, PER.NOM.
    by_tag = [given[:, [0, 7]].sum(1), *(given[:, column] for column in (3, 4, 1, 2, 5, 6))]
    teacher = ready(toy, classification)
    assert teacher.labels == Labels(["GPE.NAM", "PER.NAM", "PER.NOM"])
    starts, moves = teacher.labels.legal_starts(), teacher.labels.legal_transitions()
    legal = {
        (i, j): (by_tag[i][0] * by_tag[j][1]).item()
        for i in range(7)
        for j in range(7)
        if starts[i] and moves[i][j]
    }
    [(_, entry)] = teacher.answers([SENTENCE], Needs(100), in_silence)
    found = dict(zip(map(tuple, entry.paths.tolist()), entry.log_probs.exp().tolist(), strict=True))
    total = sum(legal.values())
    assert found == pytest.approx({path: p / total for path, p in legal.items()}, abs=1e-5)


def test_content_counts_and_not_its_place(toy, classification, model):
    before = ready(toy, classification).fingerprint
    for change in ({"pooling": "mean"}, {"overlap": 2}, {"labels": moved(classification)}):
        assert ready(toy, {**classification, **change}).fingerprint != before
    model.rename(model.with_name("moved"))
    elsewhere = {**classification, "model": str(model.with_name("moved"))}
    assert ready(toy, elsewhere).fingerprint == before
    (model.with_name("moved") / "vocab.txt").write_text("other\n")
    assert ready(toy, elsewhere).fingerprint != before


def moved(classification) -> dict:
    return {**classification["labels"], "B-EVENT": "B-PER.NAM"}


def test_it_is_scored_on_the_test_split_and_shown_without_a_speed(toy, classification):
    student = RunDirectory(toy.folder / "runs" / "student")
    results = start(toy.load(toy.distilled(teacher=classification)).spec, student, toy.workspace())
    assert results.teacher.test.support == results.test.support
    assert results.teacher.size.bytes is None
    assert results.teacher.speed is None
    card = (student.path / "README.md").read_text(encoding="utf-8")
    assert f"(token classification by {classification['model']})" in card


def test_the_table_is_checked_before_anything_is_loaded(toy, classification, model):
    (model / "model.safetensors").unlink()
    table = classification["labels"]
    said = refusal(toy, {**classification, "labels": {**table, "B-PRESON": "O"}})
    assert "teacher.labels" in said
    assert "B-PRESON is no label of the model; nearest: B-PERSON" in said
    del table["LABEL_6"]
    said = refusal(toy, {**classification, "labels": {**table, "O": "B-X"}, "scheme": "bmes"})
    assert "leaves out LABEL_6" in said
    assert "'I-PER.NAM' is not a tag of the scheme bmes" in said
    assert "'LABEL_5' is not a tag of the scheme bio" in refusal(
        toy, {**classification, "labels": None}
    )


def test_what_a_config_does_not_say_is_told_when_it_is_loaded(toy, classification, model):
    """The hub's models are not asked by the check; nor is a folder that leaves its labels out."""
    path = model / "config.json"
    config = json.loads(path.read_text())
    del config["id2label"], config["label2id"]
    path.write_text(json.dumps(config))
    spec = toy.load(toy.distilled(teacher=classification)).spec
    with pytest.raises(UserError, match=r"B-PERSON is no label of the model; it has: LABEL_0"):
        plan(spec, RunDirectory(toy.folder / "runs" / "run"), toy.workspace())


def test_an_encoder_that_classifies_nothing(toy, classification, model):
    path = model / "config.json"
    config = json.loads(path.read_text())
    del config["id2label"], config["label2id"]
    path.write_text(json.dumps(config | {"architectures": ["BertModel"]}))
    spec = toy.load(toy.distilled(teacher=classification)).spec
    with pytest.raises(UserError, match=r"no model for token classification but a BertModel; to "):
        plan(spec, RunDirectory(toy.folder / "runs" / "run"), toy.workspace())


def test_a_model_that_is_not_there(toy, classification):
    said = refusal(toy, {**classification, "model": "./nowhere"})
    assert "teacher.model" in said
    assert "no such encoder folder: ./nowhere" in said


@pytest.mark.parametrize("how", [plan, start])
def test_what_is_wrong_with_it_is_told_before_the_training(toy, classification, model, how):
    place = RunDirectory(toy.folder / "runs" / "student")

    def told(tree) -> str:
        with pytest.raises(UserError) as caught:
            how(
                toy.load(toy.distilled(teacher=tree)).spec,
                place,
                toy.workspace(),
                force=True,
            )
        assert not place.history_path.exists()
        return str(caught.value)

    lacking = {k: None if v and "PER.NOM" in v else v for k, v in classification["labels"].items()}
    said = told({**classification, "labels": lacking})
    assert "the teacher does not know PER.NOM, of which the training split of toy" in said
    assert "at most 16 pieces" in told({**classification, "limit": 17})
    (model / "model.safetensors").write_bytes(b"")
    assert "could not be loaded" in told(classification)
