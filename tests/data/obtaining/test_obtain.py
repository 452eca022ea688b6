"""The files of a corpus come into its folder."""

from hashlib import sha256

import pytest

from mgkd.config import UserError
from mgkd.data import DataError
from mgkd.data.obtaining import CATALOGUE, entry_named, obtain

CONTENTS = {"README": b"Letters of the alphabet.\n", "train": b"a\nb\n", "test": b"c\n"}


@pytest.fixture
def corpus(publisher):
    return publisher.corpus("letters", CONTENTS)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data" / "letters"


def ignore(file, received):
    pass


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def names(files):
    return [file.name for file in files]


def test_a_corpus_comes_into_its_folder(corpus, folder, tmp_path):
    assert names(obtain(corpus, folder, ignore)) == ["README", "train", "test"]
    assert contents(folder) == CONTENTS
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_what_is_there_does_not_come_again(publisher, corpus, folder):
    folder.mkdir(parents=True)
    (folder / "train").write_bytes(CONTENTS["train"])
    assert names(obtain(corpus, folder, ignore)) == ["README", "test"]
    assert obtain(corpus, folder, ignore) == []
    assert [name for name, _ in publisher.asked] == ["README", "test"]
    assert contents(folder) == CONTENTS


def test_progress_counts_what_is_there(corpus, folder):
    folder.mkdir(parents=True)
    (folder / "train").write_bytes(CONTENTS["train"])
    there = {}
    obtain(corpus, folder, lambda file, received: there.update({file.name: received}))
    assert there == {name: len(content) for name, content in CONTENTS.items()}


def test_a_file_of_ones_own_is_kept(publisher, corpus, folder):
    folder.mkdir(parents=True)
    (folder / "train").write_bytes(b"my own")
    other = b"d\n"
    (folder / "test").write_bytes(other)
    with pytest.raises(DataError) as raised:
        obtain(corpus, folder, ignore)
    assert str(raised.value) == (
        "these files are there and are not those of the corpus:\n"
        f"{folder / 'train'}:\n"
        "  6 bytes, expected 4\n"
        f"{folder / 'test'}:\n"
        f"  sha256   {sha256(other).hexdigest()}\n"
        f"  expected {sha256(CONTENTS['test']).hexdigest()}\n"
        "Choose another place with --into DIR, or replace them with --force"
    )
    assert publisher.asked == []
    assert contents(folder) == {"train": b"my own", "test": other}


def test_a_file_of_ones_own_is_replaced_when_that_is_asked_for(corpus, folder):
    folder.mkdir(parents=True)
    (folder / "train").write_bytes(b"mine")
    assert "train" in names(obtain(corpus, folder, ignore, replace=True))
    assert contents(folder) == CONTENTS


def test_a_file_is_replaced_by_a_right_one_only(publisher, corpus, folder):
    folder.mkdir(parents=True)
    (folder / "train").write_bytes(b"mine")
    publisher.files["train"] = b"x\ny\n"
    with pytest.raises(DataError, match="is not the file that is expected"):
        obtain(corpus, folder, ignore, replace=True)
    assert contents(folder) == {"README": CONTENTS["README"], "train": b"mine"}


def test_a_folder_is_never_replaced(corpus, folder):
    (folder / "train").mkdir(parents=True)
    with pytest.raises(DataError, match="train is a folder where a file should be; move it away"):
        obtain(corpus, folder, ignore, replace=True)


def test_the_files_before_one_that_does_not_come_are_there(publisher, corpus, folder):
    publisher.files["test"] = b""
    with pytest.raises(DataError, match="/test\nis not the file that is expected"):
        obtain(corpus, folder, ignore)
    assert contents(folder) == {name: CONTENTS[name] for name in ("README", "train")}


def test_a_place_where_nothing_can_be_written(corpus, tmp_path):
    (tmp_path / "data").write_bytes(b"a file")
    with pytest.raises(UserError, match="data/letters: cannot be written: Not a directory"):
        obtain(corpus, tmp_path / "data" / "letters", ignore)


@pytest.fixture
def copies(tmp_path):
    """A folder with the files of the corpus."""
    folder = tmp_path / "copies"
    folder.mkdir()
    for name, content in CONTENTS.items():
        (folder / name).write_bytes(content)
    return folder


def test_files_are_copied(publisher, corpus, folder, copies):
    assert names(obtain(corpus, folder, ignore, source=copies)) == ["README", "train", "test"]
    assert contents(folder) == CONTENTS
    assert publisher.asked == []


def test_files_are_copied_from_a_folder_of_the_corpus_within(corpus, folder, copies, tmp_path):
    within = tmp_path / "all"
    within.mkdir()
    copies.rename(within / "letters")
    obtain(corpus, folder, ignore, source=within)
    assert contents(folder) == CONTENTS


def test_all_that_is_wrong_with_the_copies_is_told(corpus, folder, copies):
    (copies / "README").unlink()
    (copies / "train").write_bytes(b"more than that")
    with pytest.raises(DataError) as raised:
        obtain(corpus, folder, ignore, source=copies)
    assert str(raised.value) == (
        f"nothing was copied:\nno README in {copies}\n{copies / 'train'}:\n  14 bytes, expected 4"
    )
    assert contents(folder) == {}


def test_a_published_corpus_is_copied(published, tmp_path):
    corpus = entry_named("weibo_ner", CATALOGUE)
    if not (published / corpus.name).is_dir():
        pytest.skip(f"no folder {published / corpus.name}")
    came = obtain(corpus, tmp_path / corpus.name, ignore, source=published / corpus.name)
    assert came == list(corpus.files)
    assert sorted(contents(tmp_path / corpus.name)) == sorted(file.name for file in corpus.files)
