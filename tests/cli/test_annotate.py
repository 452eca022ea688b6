"""mgkd annotate and mgkd knowledge: what a teacher knows, from a command to a store and back."""

import json
from pathlib import Path

import pytest

from mgkd.data import ConllReader
from mgkd.distillation import KnowledgeStore, read_annotations

TEXT = "小薇在北京\n南京\n小薇在北京\n"
MARKED = "{小薇|PER.NAM}在{南京|GPE.NAM}\n在\n"


@pytest.fixture
def text(tmp_path) -> Path:
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "marked.txt").write_text(MARKED, encoding="utf-8")
    return tmp_path / "text.txt"


@pytest.fixture
def annotated(command, certain, text, tmp_path):
    """annotated(*arguments): the output of annotating into a store."""

    def run(*arguments, code: int = 0) -> str:
        result = command("annotate", certain, *arguments, "--out", tmp_path / "store")
        assert result.exit_code == code, result.output
        return " ".join(result.output.split())

    return run


def test_a_second_command_appends_and_the_same_finds(annotated, text, tmp_path):
    said = annotated(text, "--reader", "text", "--k", 2)
    assert "annotating 2 sentences: the 2 best label sequences" in said
    assert f"{tmp_path / 'store'}: 2 distinct sentences; the 2 best label sequences" in said
    assert "knowledge: found in" in annotated(text, "--reader", "text", "--k", 1)
    # the run's own reader, by default
    said = annotated(text.with_name("marked.txt"), "--k", 2)
    assert "found" not in said and "4 distinct sentences" in said
    said = annotated(text, text.with_name("marked.txt"), "--k", 2, "--scores", "--top-labels", 2)
    assert "annotating 4 sentences: the 2 best" in said and "scores of 2 labels a token" in said


def test_text_is_cut_as_in_the_runs_corpus(annotated, text, tmp_path):
    annotated(text, "--reader", "{type: 'text'}")
    sentences = list(KnowledgeStore(tmp_path / "store").best_answers().sentences())
    assert sorted("".join(s.tokens) for s in sentences) == ["南京", "小薇在北京"]
    assert all(len(token) == 1 for s in sentences for token in s.tokens)


def test_a_teacher_in_a_config_and_a_teacher_by_itself(command, certain, text, tmp_path):
    named = f"{{type: 'run', directory: '{certain}'}}"
    result = command("annotate", named, text, "--reader", "text", "--out", tmp_path / "one")
    assert result.exit_code == 0, result.output
    result = command("annotate", named, text, "--out", tmp_path / "one")
    assert result.exit_code == 2 and "say by --reader what reads the files" in result.stderr
    config = json.loads((certain / "config.json").read_text(encoding="utf-8"))
    config["teacher"] = {"type": "run", "directory": str(certain)}
    (tmp_path / "a.jsonnet").write_text(json.dumps(config), encoding="utf-8")
    file = text.with_name("marked.txt")
    result = command("annotate", tmp_path / "a.jsonnet", file, "--out", tmp_path / "one")
    assert result.exit_code == 0 and "4 distinct sentences" in result.output
    result = command("annotate", certain, tmp_path / "a.jsonnet", "--out", tmp_path / "two")
    assert result.exit_code == 0 and "1 distinct sentences" in result.output  # in all its splits


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--top-labels", 3], "add --scores"),
        (["--device", "moon"], "--device moon: "),
        (["--reader", "tekst"], "no reader is called tekst"),
    ],
)
def test_what_is_refused(annotated, text, arguments, said):
    assert said in annotated(text, *arguments, code=2)


def test_teachers_that_are_none(command, certain, text, tmp_path):
    config = (certain / "config.json").read_text(encoding="utf-8")
    (tmp_path / "a.jsonnet").write_text(config, encoding="utf-8")
    for teacher, said in (
        (tmp_path / "a.jsonnet", "names no teacher; to let the tagger that it trains"),
        (tmp_path / "nowhere", "no run directory at"),
        ("{type: 'runn'}", "no teacher is called runn"),
    ):
        result = command("annotate", teacher, text, "--out", tmp_path / "store")
        assert result.exit_code == 2 and said in result.stderr


def test_what_is_stored_is_shown(command, annotated, text, tmp_path):
    annotated(text, "--reader", "text", "--k", 2)
    annotated(text.with_name("marked.txt"), "--k", 2)
    result = command("knowledge", "show", tmp_path / "store", "--limit", 9)
    assert result.exit_code == 0, result.output
    assert "labels: GPE.NAM, PER.NAM (bio)" in result.output
    assert "gold  [小 薇]PER.NAM [南 京]GPE.NAM" in result.output
    assert "all sentences, 4 with label sequences" in result.output
    assert "of 2 labelled sentences; entities missing: 0" in result.output
    shown = json.loads(
        command("knowledge", "show", tmp_path / "store", "--json", "--worst", "--limit", 3).output
    )
    assert [segment["sentences"] for segment in shown["segments"]] == [2, 2]
    assert shown["totals"]["labelled"]["agreeing"] == 1.0
    assert shown["totals"]["unlabelled"]["sentences"] == 2
    assert "agreeing" not in shown["totals"]["unlabelled"]
    best = [sentence["paths"][0]["probability"] for sentence in shown["sentences"]]
    assert best == sorted(best) and len(best) == 3
    assert {len(sentence["paths"]) for sentence in shown["sentences"]} == {2}


def test_a_check_names_what_is_damaged(command, annotated, text, tmp_path):
    annotated(text, "--reader", "text")
    result = command("knowledge", "check", tmp_path / "store")
    assert result.exit_code == 0 and "2 sentences, whole" in result.output
    [path] = (tmp_path / "store").glob("*.segment")
    path.write_bytes(path.read_bytes()[:-1])
    result = command("knowledge", "check", tmp_path / "store")
    assert result.exit_code == 2 and f"{path} was cut off" in result.output
    result = command("knowledge", "check", tmp_path)
    assert result.exit_code == 2 and "no knowledge store at" in result.stderr


def test_an_export_is_a_file_of_annotations(command, annotated, text, tmp_path):
    annotated(text, "--reader", "text", "--k", 2)
    out = tmp_path / "a.jsonl"
    result = command("knowledge", "export", tmp_path / "store", "--out", out)
    assert result.exit_code == 0 and "entity types: GPE.NAM, PER.NAM" in result.output
    read = read_annotations(out, ["GPE.NAM", "PER.NAM"])
    store = KnowledgeStore(tmp_path / "store").best_knowledge()
    assert len(read) == len(store) == 2
    for sentence in KnowledgeStore(tmp_path / "store").best_answers().sentences():
        assert read.about(sentence).paths.equal(store.about(sentence).paths)
        assert read.about(sentence).log_probs.allclose(store.about(sentence).log_probs, atol=1e-5)
    result = command("knowledge", "export", tmp_path / "store", "--out", out)
    assert result.exit_code == 2 and "--force replaces it" in result.stderr


def test_an_export_is_a_corpus_that_the_teacher_labelled(command, annotated, text, tmp_path):
    annotated(text, "--reader", "text", "--k", 2)
    out, export = tmp_path / "a.conll", ("knowledge", "export", tmp_path / "store")
    result = command(*export, "--out", out, "--writer", "conll")
    assert result.exit_code == 0
    assert "2 of 2 sentences, labelled by the teacher" in result.output
    known = KnowledgeStore(tmp_path / "store")
    read, best = list(ConllReader().read(out)), known.best_knowledge()
    for sentence in read:
        path = best.about(sentence).paths[0].tolist()
        assert sentence.spans == known.header.labels.decode(path)
    surest = max(best.about(sentence).log_probs[0].exp().item() for sentence in read)
    how = ("--minimum-confidence", surest, "--force")
    result = command(*export, "--out", out, "--writer", "conll", *how)
    assert "1 of 2 sentences" in result.output
    assert len(list(ConllReader().read(out))) == 1
    result = command(*export, "--out", out, *how)
    assert result.exit_code == 2 and "--minimum-confidence is for --writer" in result.stderr
