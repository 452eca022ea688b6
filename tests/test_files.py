import errno
import os

import pytest

from mgkd import files
from mgkd.config import UserError
from mgkd.files import write_file, write_folder


@pytest.fixture
def full_disk(monkeypatch):
    """Lets the second file that is written fail as on a full disk, half of it being there."""
    calls = []

    def fsync(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", fsync)


def test_a_file_is_replaced(tmp_path):
    write_file(tmp_path / "new" / "file", b"one")
    write_file(tmp_path / "new" / "file", b"two")
    assert (tmp_path / "new" / "file").read_bytes() == b"two"
    assert os.listdir(tmp_path / "new") == ["file"]


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_file(path, b"old")

    def fail(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(UserError, match=r"file: cannot be written: No space left.*free some space"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_folder_comes_whole(tmp_path):
    write_folder(tmp_path / "a" / "b", {"x": b"1", "y": b"2"})
    assert {p.name: p.read_bytes() for p in (tmp_path / "a" / "b").iterdir()} == {
        "x": b"1",
        "y": b"2",
    }
    assert os.listdir(tmp_path / "a") == ["b"]


def test_nothing_of_a_folder_is_there_when_the_disk_is_full(tmp_path, full_disk):
    with pytest.raises(UserError, match="No space left on device; free some space"):
        write_folder(tmp_path / "folder", {"x": b"1", "y": b"2"})
    assert os.listdir(tmp_path) == []


def test_what_a_killed_writer_left_is_no_hindrance(tmp_path):
    left = tmp_path / f"folder{files.UNFINISHED}"
    left.mkdir()
    (left / "x").write_bytes(b"half")
    write_folder(tmp_path / "folder", {"y": b"2"})
    assert os.listdir(tmp_path) == ["folder"]
    assert os.listdir(tmp_path / "folder") == ["y"]


def test_a_place_that_is_a_file_is_named(tmp_path):
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(UserError, match="taken/folder: cannot be written: Not a directory"):
        write_folder(tmp_path / "taken" / "folder", {"x": b"1"})


def test_a_folder_is_never_overwritten(tmp_path):
    write_folder(tmp_path / "folder", {"x": b"1"})
    with pytest.raises(FileExistsError):
        write_folder(tmp_path / "folder", {"x": b"2"})
    assert (tmp_path / "folder" / "x").read_bytes() == b"1"
