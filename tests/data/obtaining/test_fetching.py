"""A file comes whole and right, or does not come; what came is not asked for again."""

import errno
import hashlib
import os
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from mgkd.config import UserError
from mgkd.data import DataError
from mgkd.data.obtaining import fetching
from mgkd.data.obtaining.fetching import fetch
from tests.data.obtaining.publisher import (
    another_range,
    cut_after,
    fail_with,
    ignore_range,
    say_nothing,
    without_length,
)

CONTENT = bytes(range(256)) * 1000
HALF = len(CONTENT) // 2
ATTEMPTS = 3


@pytest.fixture
def file(publisher):
    return publisher.file("letters.txt", CONTENT)


@pytest.fixture
def target(tmp_path):
    return tmp_path / "letters.txt"


@pytest.fixture
def part(tmp_path):
    """What is there of the file until it is whole."""
    return tmp_path / "letters.txt.part"


def ignore(received):
    pass


def there(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_a_file_comes(publisher, file, target):
    counts = []
    fetch(file, target, counts.append)
    assert target.read_bytes() == CONTENT
    assert there(target.parent) == ["letters.txt"]
    assert publisher.asked == [("letters.txt", None)]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, len(CONTENT))


def test_a_length_need_not_be_announced(publisher, file, target):
    publisher.whims = [without_length]
    fetch(file, target, ignore)
    assert target.read_bytes() == CONTENT


def test_after_a_cut_only_the_rest_is_asked_for(publisher, file, target):
    publisher.whims = [cut_after(HALF)]
    fetch(file, target, ignore)
    assert target.read_bytes() == CONTENT
    assert publisher.asked == [("letters.txt", None), ("letters.txt", f"bytes={HALF}-")]
    assert publisher.served == len(CONTENT)


def test_what_an_earlier_command_left_is_gone_on_with(publisher, file, target, part):
    part.write_bytes(CONTENT[:1000])
    counts = []
    fetch(file, target, counts.append)
    assert target.read_bytes() == CONTENT
    assert there(target.parent) == ["letters.txt"]
    assert publisher.asked == [("letters.txt", "bytes=1000-")]
    assert publisher.served == len(CONTENT) - 1000
    assert counts[0] == 1000


def test_what_is_whole_already_is_not_asked_for(publisher, file, target, part):
    part.write_bytes(CONTENT)
    fetch(file, target, ignore)
    assert target.read_bytes() == CONTENT
    assert publisher.asked == []


@pytest.mark.parametrize(
    "left, asked",
    [(b"other" * 100, ["bytes=500-", None]), (CONTENT[:-1] + b"x", [None]), (CONTENT * 2, [None])],
    ids=["another beginning", "another file", "too much"],
)
def test_what_an_earlier_command_left_may_be_wrong(publisher, file, target, part, left, asked):
    part.write_bytes(left)
    fetch(file, target, ignore)
    assert target.read_bytes() == CONTENT
    assert [place for _, place in publisher.asked] == asked


@pytest.mark.parametrize("whim", [ignore_range, another_range, fail_with(416)])
def test_a_server_may_not_give_the_part_that_is_asked_for(publisher, file, target, part, whim):
    part.write_bytes(CONTENT[:1000])
    publisher.whims = [whim]
    fetch(file, target, ignore)
    assert target.read_bytes() == CONTENT
    assert there(target.parent) == ["letters.txt"]


def test_another_file_of_the_same_size_is_not_kept(publisher, file, target):
    other = CONTENT[::-1]
    publisher.files["letters.txt"] = other
    with pytest.raises(DataError) as raised:
        fetch(file, target, ignore)
    assert str(raised.value) == (
        f"{file.url}\n"
        "is not the file that is expected, and was not kept:\n"
        f"sha256   {hashlib.sha256(other).hexdigest()}\n"
        f"expected {file.sha256}"
    )
    assert there(target.parent) == []


@pytest.mark.parametrize("size", [len(CONTENT) - 1, len(CONTENT) + 1])
def test_a_file_of_another_size_is_not_fetched(publisher, file, target, size):
    publisher.files["letters.txt"] = (CONTENT + b"x")[:size]
    with pytest.raises(DataError, match=f"was not fetched: {size:,} bytes, expected 256,000"):
        fetch(file, target, ignore)
    assert there(target.parent) == []


def test_a_longer_file_of_no_announced_length_is_not_written_whole(publisher, file, target):
    """What comes first is right, and what follows is not looked at."""
    publisher.files["letters.txt"] = CONTENT + b"x"
    publisher.whims = [without_length]
    fetch(file, target, ignore)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("status", [401, 403, 404, 410, 501])
def test_a_refusal_is_final(publisher, file, target, status):
    publisher.whims = [fail_with(status)]
    with pytest.raises(DataError, match=rf"the server says {status} \w[^\n]*\n.*--from DIR"):
        fetch(file, target, ignore)
    assert len(publisher.asked) == 1
    assert there(target.parent) == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_tried_again(publisher, file, target, status):
    publisher.whims = [fail_with(status)] * (ATTEMPTS - 1)
    fetch(file, target, ignore)
    assert target.read_bytes() == CONTENT
    assert len(publisher.asked) == ATTEMPTS


def test_there_is_an_end_to_trying(publisher, file, target, part):
    publisher.whims = [cut_after(1000), *[fail_with(500)] * (ATTEMPTS - 1)]
    with pytest.raises(DataError) as raised:
        fetch(file, target, ignore)
    assert str(raised.value) == (
        f"{file.url}\n"
        "could not be fetched: the server says 500 Internal Server Error\n"
        f"1,000 bytes are kept in {part}; the same command tries again; or get the file elsewhere, "
        "and name its folder with --from DIR"
    )
    assert len(publisher.asked) == ATTEMPTS
    assert part.read_bytes() == CONTENT[:1000]
    assert not target.exists()


def test_a_file_that_ends_too_early_each_time(publisher, file, target, part):
    publisher.files["letters.txt"] = CONTENT[:-1]
    publisher.whims = [without_length] * ATTEMPTS
    with pytest.raises(DataError, match="the connection was cut after 255,999 of 256,000 bytes"):
        fetch(file, target, ignore)
    assert not target.exists()


def test_a_server_that_does_not_answer(publisher, file, target, monkeypatch):
    monkeypatch.setattr(fetching, "TIMEOUT", 0.05)
    publisher.whims = [say_nothing] * ATTEMPTS
    with pytest.raises(DataError, match=r"127\.0\.0\.1 cannot be reached: no answer for 0\.05 sec"):
        fetch(file, target, ignore)
    assert there(target.parent) == []


def test_nobody_listens(publisher, file, target):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    lost = replace(file, url=f"http://127.0.0.1:{port}/letters.txt")
    with pytest.raises(DataError, match=r"127\.0\.0\.1 cannot be reached: Connection refused"):
        fetch(lost, target, ignore)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_full_disk(file, target, part):
    part.symlink_to("/dev/full")
    with pytest.raises(UserError, match=r"\.part: cannot be written: No space left on device; fre"):
        fetch(file, target, ignore)
    assert not target.exists()


def test_what_was_written_before_the_disk_was_full_is_kept(
    publisher, file, target, part, monkeypatch
):
    def fail(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(fetching.os, "fsync", fail)
        with pytest.raises(UserError, match="No space left on device; free some space"):
            fetch(file, target, ignore)
    assert not target.exists()
    assert part.read_bytes() == CONTENT
    fetch(file, target, ignore)
    assert target.read_bytes() == CONTENT
    assert len(publisher.asked) == 1


def test_what_came_before_an_interruption_is_kept(publisher, file, target, part):
    def stop(received):
        if received > 1000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(file, target, stop)
    kept = part.stat().st_size
    assert 1000 < kept <= fetching.CHUNK < len(CONTENT)
    assert not target.exists()
    fetch(file, target, ignore)
    assert target.read_bytes() == CONTENT
    assert publisher.asked == [("letters.txt", None), ("letters.txt", f"bytes={kept}-")]
