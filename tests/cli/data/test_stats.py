import json

import pytest

DIGITS = "{type: 'conll', strip_segmentation: true}"


@pytest.fixture
def files(tmp_path):
    """Two files of columns, the second with an illegal tag."""
    (tmp_path / "a.conll").write_text("小\tB-PER\n薇\tI-PER\n\n好\tO\n", encoding="utf-8")
    (tmp_path / "b.conll").write_text("小\tI-PER\n在\tO\n北\tB-GPE.NAM\n", encoding="utf-8")
    return tmp_path / "a.conll", tmp_path / "b.conll"


def test_counts_as_json(command, files):
    result = command("data", "stats", files[0], f"dev={files[1]}", "--reader", "conll", "--json")
    assert result.exit_code == 0
    first, second = json.loads(result.stdout)["files"]
    assert first == {
        "name": "a.conll",
        "file": str(files[0]),
        "sentences": 2,
        "tokens": 3,
        "longest": 2,
        "unlabelled": 0,
        "without_entities": 1,
        "entities": {"PER": 1},
        "problems": [],
        "notes": [],
    }
    assert second["name"] == "dev" and second["entities"] == {"GPE.NAM": 1, "PER": 1}
    [problem] = second["problems"]
    assert problem["count"] == 1 and f"{files[1]}:1" in problem["places"][0]


def test_counts_as_a_table(command, files):
    said = command("data", "stats", *files, "--reader", "{type: 'conll', scheme: 'BIO'}").stdout
    rows = {" ".join(line.split()[:-2]): line.split()[-2:] for line in said.splitlines() if line}
    assert rows["tokens"] == ["3", "3"] and rows["GPE.NAM"] == ["0", "1"]
    assert "b.conll: problem: 1 x an illegal tag" in said


def test_the_corpus_of_a_config(command, root):
    config = root / "training_configs" / "weibo_distill.jsonnet"
    result = command("data", "stats", config, "--json")
    found = {file["name"]: file for file in json.loads(result.stdout)["files"]}
    # fixtures/README.md says the same.
    assert {name: file["sentences"] for name, file in found.items()} == {
        "train": 400,
        "dev": 100,
        "test": 280,
        "unlabelled": 1080,
    }
    assert found["unlabelled"]["unlabelled"] == 1080 and found["train"]["tokens"] == 9171


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        (None, "say by --reader what reads the files"),
        ("colnl", "no reader is called colnl; nearest: conll"),
        ("{type: 'conll', sheme: 'bio'}", "did you mean scheme"),
        ("{type: 'conll', ", "--reader:1:"),
        ("{type: 'conll', scheme: 'bmse'}", "expected one of"),
    ],
)
def test_what_is_wrong_with_a_reader_is_told(command, files, reader, said):
    result = command("data", "stats", files[0], *(["--reader", reader] if reader else []))
    assert result.exit_code == 2 and said in result.stderr


def test_a_file_that_is_not_there(command, files):
    result = command("data", "stats", files[0].with_name("a.conl"), "--reader", "conll")
    assert result.exit_code == 2 and "nearest in its folder: a.conll" in result.stderr


def test_a_config_has_its_own_reader(command, root):
    config = root / "training_configs" / "weibo_distill.jsonnet"
    result = command("data", "stats", config, "--reader", "conll")
    assert result.exit_code == 2 and "leave out --reader" in result.stderr
