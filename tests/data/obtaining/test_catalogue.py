"""What the catalogue says is so, as far as that can be seen from here."""

import re

import pytest

from mgkd.config import read_config
from mgkd.data import DataError
from mgkd.data.obtaining import CATALOGUE, ClosedCorpus, OpenCorpus, RemoteFile, entry_named
from mgkd.data.obtaining.checking import flaw_of

OPEN = [entry for entry in CATALOGUE if isinstance(entry, OpenCorpus)]
CLOSED = [entry for entry in CATALOGUE if isinstance(entry, ClosedCorpus)]
FILES = [(entry.name, file) for entry in OPEN for file in entry.files]


def test_names_are_unique():
    names = [entry.name for entry in CATALOGUE]
    assert len(set(names)) == len(names) == len(OPEN) + len(CLOSED)
    for entry in OPEN:
        assert len({file.name for file in entry.files}) == len(entry.files)


@pytest.mark.parametrize(("name", "file"), FILES, ids=lambda part: getattr(part, "name", part))
def test_a_file_is_pinned(name, file):
    assert re.fullmatch(
        r"https://raw\.githubusercontent\.com/[^/]+/[^/]+/[0-9a-f]{40}/.+", file.url
    )
    assert re.fullmatch("[0-9a-f]{64}", file.sha256)
    assert file.size > 0


@pytest.mark.parametrize(("name", "file"), FILES, ids=lambda part: getattr(part, "name", part))
def test_a_file_is_the_one_that_was_published(published, name, file):
    path = published / name / file.name
    if not path.is_file():
        pytest.skip(f"no file {path}")
    assert flaw_of(path, file) is None


@pytest.mark.parametrize("entry", OPEN, ids=lambda entry: entry.name)
def test_the_licence_comes_with_the_corpus(entry):
    assert entry.licence.startswith("CC BY")
    assert entry.licence_url.startswith("https://creativecommons.org/licenses/by")
    assert entry.attribution
    assert any(file.name.startswith(("README", "LICENSE")) for file in entry.files)


@pytest.mark.parametrize("entry", CLOSED, ids=lambda entry: entry.name)
def test_it_is_told_how_to_get_a_closed_corpus(entry):
    assert re.search(r"\w+\.\w+/", entry.obtain)
    assert max(map(len, entry.obtain.splitlines())) <= 78
    assert entry.files


@pytest.mark.parametrize(
    ("config", "name"), [("weibo_student", "weibo_ner"), ("wnut17_teacher", "wnut17_en")]
)
def test_the_files_that_the_configs_read_are_fetched_to_where_they_read_them(root, config, name):
    path = root / "training_configs" / f"{config}.jsonnet"
    corpus = read_config(path, profile="paper").tree["corpus"]
    fetched = {f"data/{name}/{file.name}" for file in entry_named(name, CATALOGUE).files}
    assert {corpus[split] for split in ("train", "dev", "test")} <= fetched
    assert f"mgkd data get {name} --into data fetches it" in corpus["obtain"]


def test_an_unknown_name():
    with pytest.raises(DataError, match=r"^no corpus is called weibo; nearest: weibo_ner$"):
        entry_named("weibo", CATALOGUE)
    with pytest.raises(DataError, match=r"^no corpus is called zzz; there are: weibo_ner, uner_zh"):
        entry_named("zzz", CATALOGUE)
    assert entry_named("weibo_ner", CATALOGUE).title == "Weibo NER"


@pytest.mark.parametrize("name", ["", ".", "..", "../a", "/a", "a/b", "a/", "a\\b"])
def test_no_name_leads_out_of_the_folder(name):
    with pytest.raises(ValueError, match="is not the plain name of a file or folder"):
        RemoteFile(name, "https://example.org/a", 1, "0" * 64)
    with pytest.raises(ValueError, match="is not the plain name of a file or folder"):
        OpenCorpus(name, "", "", "", "", "", "", ())
