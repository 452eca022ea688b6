import json
import os
import subprocess
import sys

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


def test_labels_are_shown_as_they_are(command, tmp_path):
    file = tmp_path / "[red].conll"
    rows = "".join(f"a\tB-{label}\n" for label in ["[/b]", "[red]", ":smile:", "PER ", "PER"])
    file.write_text(rows, encoding="utf-8")
    said = command("data", "stats", file, "--reader", "{type: 'conll', separator: '\t'}").stdout
    assert "[red].conll" in said
    rows = [line.strip().rpartition(" ") for line in said.splitlines()]
    counts = {label.strip(): number for label, _, number in rows}
    for label in ("[/b]", "[red]", ":smile:", "'PER '", "PER"):
        assert counts[label] == "1"


def test_files_that_do_not_fit_side_by_side_stand_below_each_other(command, tmp_path):
    files = [tmp_path / f"{number}{'x' * 30}.conll" for number in range(5)]
    for count, file in enumerate(files, start=1):
        file.write_text("a\tB-PER\n\n" * count * 111, encoding="utf-8")
    said = command("data", "stats", *files, "--reader", "conll").stdout
    rows = [line.split() for line in said.splitlines()]
    found = [number for row in rows if row[:1] == ["PER"] for number in row[1:]]
    assert found == ["111", "222", "333", "444", "555"]
    assert all(file.name in said for file in files)


@pytest.mark.parametrize("policy", ["[]", "{}", "5", "null"])
def test_a_policy_of_another_type_is_told(command, files, policy):
    reader = f"{{type: 'conll', on_problem: {policy}}}"
    result = command("data", "stats", files[0], "--reader", reader)
    assert result.exit_code == 2 and "on_problem" in result.stderr


def test_names_of_files_and_splits(command, tmp_path):
    contents = {"a/x.conll": 1, "b/x.conll": 2, "dev-2=x.conll": 3}
    for name, count in contents.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("a\tO\n\n" * count, encoding="utf-8")
    paths = [tmp_path / name for name in contents]
    asked = [*paths[:2], f"dev-2={paths[2]}", f"a.b={paths[0]}", paths[2]]
    said = command("data", "stats", *asked, "--reader", "conll", "--json").stdout
    names = [(file["name"], file["sentences"]) for file in json.loads(said)["files"]]
    assert names == [
        (str(paths[0]), 1),
        (str(paths[1]), 2),
        ("dev-2", 3),
        ("a.b", 1),
        ("dev-2=x.conll", 3),
    ]


def test_the_config_of_a_run_names_its_reader_too(command, files, tmp_path):
    corpus = {"type": "files", "name": "a", "train": str(files[0]), "dev": str(files[1])}
    corpus |= {"test": None, "reader": "conll", "splitter": "words"}
    model = {"embedder": {"type": "word"}, "encoder": None, "decoder": {"type": "crf"}}
    content = {
        "corpus": corpus,
        "model": model,
        "objective": ["gold_nll"],
        "trainer": {"epochs": 1},
    }
    (tmp_path / "config.json").write_text(json.dumps(content), encoding="utf-8")
    for place in (tmp_path / "config.json", tmp_path):
        result = command("data", "stats", place, "--json")
        assert result.exit_code == 0, result.output
        names = [file["name"] for file in json.loads(result.stdout)["files"]]
        assert names == ["train", "dev"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8:strict"])
def test_output_is_utf_8_whatever_the_terminal(tmp_path, encoding):
    file = os.fsencode(tmp_path) + b"/caf\xe9.conll"
    try:
        with open(file, "w", encoding="utf-8") as content:
            content.write("好\tB-人\n")
    except OSError:
        pytest.skip("this file system has no names but those in UTF-8")
    program = [sys.executable, "-c", "from mgkd.cli import main; main()", "data", "stats"]
    done = subprocess.run(
        [*program, file, "--reader", "conll", "--json"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "1"},
    )
    said = done.stdout.decode("utf-8")
    assert "caf\\udce9.conll" in said and '"人": 1' in said


CORPUS = """
from mgkd.data import Corpus, corpora

@corpora.register("nothing_but_a_name")
class Bare(Corpus):
    rules = ()
    def __init__(self, name: str) -> None:
        self.name = name
"""


def test_a_corpus_that_names_no_reader_is_told(command, tmp_path):
    (tmp_path / "bare.py").write_text(CORPUS, encoding="utf-8")
    corpus = "{ type: 'nothing_but_a_name', name: 'a' }"
    model = "{ embedder: 'word', encoder: null, decoder: 'crf' }"
    config = f"{{ plugins: ['bare.py'], corpus: {corpus}, model: {model},"
    config += " objective: ['gold_nll'], trainer: { epochs: 1 } }"
    (tmp_path / "a.jsonnet").write_text(config, encoding="utf-8")
    for action in ("stats", "check"):
        result = command("data", action, tmp_path / "a.jsonnet")
        assert result.exit_code == 2 and "names no reader; name its files" in result.stderr
