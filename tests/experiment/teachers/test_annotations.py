import json
import re

import pytest
import torch
from safetensors.torch import load_file

from mgkd.config import ConfigError, UserError
from mgkd.deployment import RunDirectory
from mgkd.experiment import plan, start

TYPES = ["GPE.NAM", "PER.NAM", "PER.NOM"]


def by(file, **changes) -> dict:
    return {"type": "annotations", "file": str(file), "types": TYPES, **changes}


def student(toy, teacher, name="student", how=start, **changes):
    run = RunDirectory(toy.folder / "runs" / name)
    how(toy.load(toy.distilled(teacher=teacher, **changes)).spec, run, toy.workspace())
    return run


def test_what_a_run_wrote_teaches_what_the_run_teaches(toy, run, annotated):
    direct = student(toy, {"type": "run", "directory": str(run.path)}, "direct")
    through_file = student(toy, by(annotated("train")), "through_file")
    one, other = load_file(direct.weights_path), load_file(through_file.weights_path)
    assert all(torch.allclose(one[name], other[name], atol=1e-4) for name in one)


def test_scores_where_the_test_split_is_annotated(toy, run, annotated):
    results = student(toy, by(annotated("train", "dev", "test"))).results()
    expected = run.results()
    assert (results.teacher.dev, results.teacher.test) == (expected.dev, expected.test)
    assert results.teacher.test_unseen == expected.test_unseen
    assert results.teacher.size is results.teacher.speed is None
    card = (toy.folder / "runs" / "student" / "README.md").read_text(encoding="utf-8")
    assert "distilled from a teacher (annotations in " in card


def test_no_scores_where_it_is_not(toy, annotated):
    made = student(toy, by(annotated("train", "dev")), baseline=True)
    assert made.results().teacher is None
    assert made.results().alone is not None
    card = (made.path / "README.md").read_text(encoding="utf-8")
    assert "distilled from a teacher (annotations)." in card


def test_fewer_annotations_than_the_objective_asks_for(toy, annotated):
    path = annotated("train")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        del line["annotations"][1:]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert student(toy, by(path)).is_complete


@pytest.mark.parametrize("how", [plan, start])
def test_sentences_that_the_file_lacks(toy, annotated, how):
    path = annotated("train")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], *lines[3:]]), encoding="utf-8")
    message = r"no annotation of 2 of 6 sentences, the first at .*train.txt:2; tokens must"
    with pytest.raises(UserError, match=message):
        student(toy, by(path), how=how)


@pytest.mark.parametrize("how", [plan, start])
def test_a_line_that_is_wrong(toy, annotated, how):
    path = annotated("train")
    path.write_text("{}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(UserError, match=r"annotations.jsonl:1: tokens: Field required"):
        student(toy, by(path), how=how)


@pytest.mark.parametrize("how", [plan, start])
def test_a_type_that_never_occurs_is_unknown_unless_it_is_named(toy, tmp_path, how):
    texts = (toy.folder / "train.txt").read_text(encoding="utf-8").splitlines()
    tokens = [list(re.sub(r"\{(.+?)\|.+?\}", r"\1", text)) for text in texts]
    nothing = [{"spans": [], "probability": 1}]
    lines = [json.dumps({"tokens": each, "annotations": nothing}) for each in tokens]
    (tmp_path / "empty.jsonl").write_text("\n".join(lines), encoding="utf-8")
    message = r"does not know GPE.NAM, PER.NAM, PER.NOM, .* unless `types` names more"
    with pytest.raises(UserError, match=message):
        student(toy, by(tmp_path / "empty.jsonl", types=None), how=how)
    student(toy, by(tmp_path / "empty.jsonl"), "named", how=how)


def test_what_the_check_refuses(toy, annotated):
    path = annotated("train")
    with pytest.raises(ConfigError, match=r"teacher.file .*nearest in its folder: annotations"):
        toy.load(toy.distilled(teacher=by(path.with_name("annotation.jsonl"))))
    with pytest.raises(ConfigError, match=r"teacher.types .*must be distinct"):
        toy.load(toy.distilled(teacher=by(path, types=["A", "A"])))


def test_content_and_types_count_in_the_fingerprint(toy, annotated):
    def fingerprint(**changes) -> str:
        tree = toy.distilled(teacher=by(path, **changes))
        return toy.load(tree).spec().teacher.ready(None).fingerprint

    path = annotated("train")
    before = fingerprint()
    assert fingerprint(types=[*TYPES, "LOC.NAM"]) != before
    assert fingerprint(types=TYPES[::-1]) != before
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert fingerprint() != before
