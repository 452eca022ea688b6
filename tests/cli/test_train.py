import errno
import json
import shutil

import pytest


def test_the_main_job(distilled):
    result, run = distilled
    lines = result.output.splitlines()
    assert lines[0] == "corpus microblog sample"
    assert "sentences" in lines[1]
    assert "tokens" in lines[1]
    assert "entities" in lines[1]
    assert any(line.startswith("encoder: ") for line in lines[:6])
    assert any("student epoch 1/1" in line for line in lines)
    assert "microblog sample, test split: precision / recall / F1" in lines
    headings = next(line for line in lines if line.lstrip().startswith("entities  "))
    assert all(heading in headings for heading in ("teacher", "student", "alone"))
    for row in ("PER.NOM", "all, micro", "parameters", "size on disk", "sentences / s"):
        assert row in result.output
    assert "Distillation changed the student's F1 by" in result.output
    metrics = json.loads((run / "metrics.json").read_text(encoding="utf-8"))
    assert 0 <= metrics["test"]["f1"] <= 1
    assert metrics["teacher"]["size"]["parameters"] > metrics["size"]["parameters"]


def test_a_teacher_that_cannot_be_scored_has_no_column(command, tmp_path):
    """Its file says nothing of the test split."""
    (tmp_path / "train.txt").write_text("{小薇|PER}在\n", encoding="utf-8")
    (tmp_path / "test.txt").write_text("{老师|PER}去\n", encoding="utf-8")
    spans = [{"start": 0, "end": 2, "label": "PER"}]
    line = {"tokens": ["小", "薇", "在"], "annotations": [{"spans": spans, "probability": 0.9}]}
    (tmp_path / "known.jsonl").write_text(json.dumps(line), encoding="utf-8")
    files = {name: str(tmp_path / f"{name}.txt") for name in ("train", "test")}
    corpus = {"type": "files", "name": "toy", **files, "dev": files["test"]}
    config = {
        "corpus": {**corpus, "reader": "markup", "splitter": "characters"},
        "model": {"embedder": {"type": "word", "size": 4}, "decoder": "crf"},
        "objective": [{"type": "gold_nll"}, {"type": "fuzzy_crf", "k": 2}],
        "trainer": {"epochs": 1, "optimizer": {"lr": 0.1}},
        "teacher": {"type": "annotations", "file": str(tmp_path / "known.jsonl")},
        "baseline": True,
    }
    (tmp_path / "a.jsonnet").write_text(json.dumps(config), encoding="utf-8")
    places = ("--out", tmp_path / "run", "--cache", tmp_path / "cache")
    result = command("train", tmp_path / "a.jsonnet", *places)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    headings = next(line for line in lines if line.lstrip().startswith("entities  "))
    assert headings.split() == ["entities", "student", "alone"]


def test_dry_run_trains_nothing(command, place):
    config = place / "training_configs" / "weibo_hard.jsonnet"
    result = command("train", config, "--dry-run", "--out", place / "dry", "--cache", place / "c")
    assert result.exit_code == 0
    assert "student: train" in result.output
    assert "nothing was trained" in result.output
    assert not (place / "dry").exists()
    assert not (place / "c").exists()


def test_an_existing_run_is_refused(command, place, distilled):
    config = place / "training_configs" / "weibo_distill.jsonnet"
    result = command("train", config, "--out", distilled[1])
    assert result.exit_code == 2
    assert "already holds a finished run" in result.stderr
    assert "--force" in result.stderr


MISTAKES = {
    "no such config": (["training_configs/weibo_distil.jsonnet"], "nearest in"),
    "no such profile": (
        ["training_configs/weibo_distill.jsonnet", "--profile", "papr"],
        "no profile is called papr; there are: sample, paper",
    ),
    "no such variable": (
        ["training_configs/weibo_distill.jsonnet", "--var", "corpra=x"],
        "does not read the variable corpra; did you mean corpora?",
    ),
    "corpus not found": (
        ["training_configs/weibo_student.jsonnet", "--var", "corpora=elsewhere"],
        "no such file: elsewhere/microblog/",
    ),
    "how to get the corpus": (
        ["training_configs/weibo_student.jsonnet", "--profile", "paper"],
        "github.com/hltcoe/golden-horse",
    ),
    "encoder folder not found": (
        [
            "training_configs/weibo_teacher.jsonnet",
            *("--profile", "paper", "--var", "encoder=./bert", "--var", "corpora=CORPORA"),
        ],
        "no such encoder folder: ./bert",
    ),
    "encoder not found and no network": (
        [
            "training_configs/weibo_teacher.jsonnet",
            *("--profile", "paper", "--var", "corpora=CORPORA"),
        ],
        "download the model elsewhere and name its folder, as in --var encoder=DIR",
    ),
    "misspelt key": (
        ["training_configs/weibo_distill.jsonnet", "--set", "objective[1].wieght=2"],
        "objective[1].wieght     unknown key for kbest_cross_entropy; did you mean weight?",
    ),
    "override without a place": (
        ["training_configs/weibo_distill.jsonnet", "--set", "trainr.epochs=2"],
        "did you mean trainer?",
    ),
    "pair without a value": (
        ["training_configs/weibo_distill.jsonnet", "--var", "corpora"],
        "expected NAME=VALUE, found 'corpora'",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_told_in_a_few_lines(command, place, monkeypatch, name):
    monkeypatch.chdir(place)
    published = place / "published" / "weibo_ner"
    if not published.exists():
        published.mkdir(parents=True)
        for split in ("train", "dev", "test"):
            bundled = place / "fixtures" / "microblog" / f"microblog_conll.{split}"
            shutil.copy(bundled, published / f"weiboNER_2nd_conll.{split}")
    arguments, expected = MISTAKES[name]
    arguments = [argument.replace("CORPORA", str(place / "published")) for argument in arguments]
    result = command("train", *arguments)
    assert result.exit_code == 2
    assert expected in " ".join(result.stderr.split()) or expected in result.stderr
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) <= 8


def test_a_syntax_error_names_file_and_line(command, tmp_path):
    (tmp_path / "broken.jsonnet").write_text("{\n  seed: 1\n  corpus: 2,\n}\n")
    result = command("train", tmp_path / "broken.jsonnet")
    assert result.exit_code == 2
    assert f"{tmp_path / 'broken.jsonnet'}:3:3" in result.stderr


def test_a_malformed_line_names_file_and_line(command, place, tmp_path):
    corpus = tmp_path / "microblog"
    shutil.copytree(place / "fixtures" / "microblog", corpus)
    train = corpus / "microblog_conll.train"
    lines = train.read_text(encoding="utf-8").split("\n")
    lines[2] = "字0"
    train.write_text("\n".join(lines), encoding="utf-8")
    config = place / "training_configs" / "weibo_student.jsonnet"
    result = command("train", config, "--var", f"corpora={tmp_path}", "--out", tmp_path / "run")
    assert result.exit_code == 2
    assert f"{train}:3" in result.stderr


def test_a_full_disk_is_told(command, place, tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "run"))

    monkeypatch.setattr("mgkd.deployment.run_directory.RunDirectory.write_config", full)
    config = place / "training_configs" / "weibo_student.jsonnet"
    result = command("train", config, "--out", tmp_path / "run")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert "--out DIR" in result.stderr


def test_a_disk_that_will_be_full_is_told_beforehand(command, place, tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    config = place / "training_configs" / "weibo_student.jsonnet"
    result = command("train", config, "--out", tmp_path / "run")
    assert result.exit_code == 2
    assert "no space for this run" in result.stderr


def test_interrupting_says_how_to_go_on(command, place, tmp_path, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("mgkd.training.Trainer.fit", interrupted)
    config = place / "training_configs" / "weibo_student.jsonnet"
    out = tmp_path / "run"
    result = command("train", config, "--out", out)
    assert result.exit_code == 130
    assert "--resume" in result.stderr
    monkeypatch.undo()
    resumed = command("train", config, "--out", out, "--resume")
    assert resumed.exit_code == 0, resumed.output
