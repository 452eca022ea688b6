import json
import sys
from pathlib import Path

import pytest

from mgkd.config import UserError
from mgkd.data import DataError, HuggingFaceReader, HuggingFaceWriter, Sentence, Span
from mgkd.data.readers.hf_names import DatasetName
from mgkd.testing.samples import SENTENCES, STRANGE

MIXED = [*SENTENCES, Sentence(("安", "\ufeff"), None, id="b/7"), STRANGE, Sentence(("湖",), ())]


@pytest.fixture
def datasets():
    return pytest.importorskip("datasets", reason="datasets is not installed")


@pytest.fixture
def saved(datasets, tmp_path):
    """Saves columns as a dataset, with features where some are given; its folder."""

    def save(features=None, **columns) -> Path:
        types = features and datasets.Features(features)
        datasets.Dataset.from_dict(columns, types).save_to_disk(str(tmp_path / "saved"))
        return tmp_path / "saved"

    return save


@pytest.mark.parametrize("scheme", ["bio", "bmes"])
def test_there_and_back(datasets, tmp_path, scheme):
    path = tmp_path / "folder" / "data"
    assert HuggingFaceWriter(scheme).write(path, iter(MIXED)) == len(MIXED)
    found = list(HuggingFaceReader(scheme=scheme).read(path))
    assert found == MIXED
    assert [s.id for s in found] == [s.id for s in MIXED]
    assert [s.source for s in found[:2]] == [f"{path}:1", f"{path}:2"]


def test_a_folder_appears_whole_or_not_at_all(datasets, tmp_path):
    path = tmp_path / "data"

    def failing():
        yield SENTENCES[0]
        raise DataError("no further")

    with pytest.raises(DataError, match="no further"):
        HuggingFaceWriter().write(path, failing())
    assert not list(tmp_path.iterdir())
    HuggingFaceWriter().write(path, SENTENCES[:1])
    with pytest.raises(UserError, match="is there already"):
        HuggingFaceWriter().write(path, SENTENCES)
    assert list(HuggingFaceReader().read(path)) == list(SENTENCES[:1])
    assert [entry.name for entry in tmp_path.iterdir()] == ["data"]


def test_tags_as_strings_and_as_integers(saved, tmp_path):
    path = saved(words=[["a", "b"], ["c"]], tags=[["O", "I-X"], ["B-X"]], pos=[[1, 1], [2]])
    reader = HuggingFaceReader("words", "tags", scheme="iob1", on_illegal="repair")
    assert [s.spans for s in reader.read(path)] == [(Span(1, 2, "X"),), (Span(0, 1, "X"),)]
    unread, repaired = reader.report.findings()
    assert unread.kind == "column 'pos', not read" and repaired.repaired
    numbered = HuggingFaceReader("words", "pos", tag_names=["O", "B-Y", "B-Z"])
    assert [s.spans for s in numbered.read(path)][1] == (Span(0, 1, "Z"),)
    assert [s.spans for s in HuggingFaceReader("words", None).read(path)] == [None, None]


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        (HuggingFaceReader("token"), "no column is called 'token'; nearest: tokens"),
        (HuggingFaceReader("tags"), "'tags' does not hold lists of strings"),
        (HuggingFaceReader("text"), "'text' does not hold lists of strings"),
        (HuggingFaceReader(tag_column="text"), "'text' holds no lists of tags"),
        (HuggingFaceReader(tag_column="tags"), "integers without names\nGive their names"),
        (HuggingFaceReader(tag_column="tags", tag_names=["O"]), ":1: the tag 1 has no name"),
        (HuggingFaceReader(tag_names=["O"]), "have names of their own"),
        (HuggingFaceReader(id_column="number"), "no column is called 'number'"),
        (HuggingFaceReader(), ":2: 2 tags for 1 tokens"),
    ],
)
def test_columns_that_do_not_fit(saved, reader, said):
    path = saved(
        tokens=[["a"], ["b"]], tags=[[1], [0]], text=["a", "b"], ner_tags=[["O"], ["O", "O"]]
    )
    with pytest.raises(DataError) as caught:
        list(reader.read(path))
    assert str(caught.value).startswith(str(path)) and said in str(caught.value)


def test_an_illegal_tag_has_its_row(saved):
    path = saved(tokens=[["a"], ["b"]], ner_tags=[["O"], ["I-X"]])
    with pytest.raises(DataError, match=r"saved:2: illegal tag"):
        list(HuggingFaceReader().read(path))


def test_rows_without_tokens(saved, datasets):
    strings = datasets.List(datasets.Value("string"))
    path = saved({"tokens": strings, "ner_tags": strings}, tokens=[[], ["a"]], ner_tags=[[], None])
    with pytest.raises(DataError, match="saved:1: a sentence without tokens"):
        list(HuggingFaceReader().read(path))
    reader = HuggingFaceReader(on_problem="repair")
    assert list(reader.read(path)) == [Sentence(("a",))] and reader.report.repairs() == 1


def test_a_split_is_named_behind_the_folder(datasets, tmp_path):
    split = datasets.Dataset.from_dict({"tokens": [["a"]], "ner_tags": [["O"]]})
    datasets.DatasetDict(train=split, test=split).save_to_disk(str(tmp_path / "both"))
    reader = HuggingFaceReader()
    assert list(reader.read(Path(f"{tmp_path}/both#test"))) == [Sentence(("a",), ())]
    for name, said in (
        ("both", r"which split\? Name it: .*both#train"),
        ("both#tset", "no split 'tset'; nearest: test"),
        ("both/train#train", "single split; leave out #train"),
        ("bith#test", "no such file: .*bith; nearest in its folder: both"),
    ):
        assert HuggingFaceReader.trouble_with(Path(f"{tmp_path}/{name}"))
        with pytest.raises(DataError, match=said):
            list(reader.read(Path(f"{tmp_path}/{name}")))


def test_a_folder_of_json_files(datasets, tmp_path, monkeypatch):
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    (tmp_path / "files").mkdir()
    row = {"id": 5, "tokens": ["a"], "ner_tags": ["B-X"]}
    (tmp_path / "files" / "train.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    [sentence] = HuggingFaceReader().read(Path(f"{tmp_path}/files#train"))
    assert sentence == Sentence(("a",), (Span(0, 1, "X"),)) and sentence.id == "5"
    with pytest.raises(DataError, match=r'files#dev: Unknown split "dev"'):
        list(HuggingFaceReader().read(Path(f"{tmp_path}/files#dev")))


def test_names_on_the_hub_are_not_asked_for_in_a_check():
    assert HuggingFaceReader.trouble_with(Path("nobody/has-this#train")) is None
    assert HuggingFaceReader.trouble_with(Path("nobody/has-this@small#train")) is None
    assert "which split" in HuggingFaceReader.trouble_with(Path("nobody/has-this"))
    assert DatasetName.of(Path("a/b@c#d")) == DatasetName("a/b", "c", "d")


def test_a_hub_that_is_not_reached_is_told(datasets, monkeypatch):
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    with pytest.raises(DataError, match=r"nobody/has-this#train: .*is there a connection"):
        list(HuggingFaceReader().read(Path("nobody/has-this#train")))


def test_a_missing_library_is_told(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(UserError, match=r"pip install 'mgkd\[hub\]'"):
        list(HuggingFaceReader().read(tmp_path))
    with pytest.raises(UserError, match=r"pip install 'mgkd\[hub\]'"):
        HuggingFaceWriter().write(tmp_path / "a", SENTENCES)
