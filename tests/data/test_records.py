import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.data import DataError
from mgkd.data.records import Records, write_records


@given(records=st.lists(st.tuples(st.binary(max_size=20), st.integers(0, 2**64 - 1)), max_size=20))
def test_records_there_and_back(tmp_path_factory, records):
    path = tmp_path_factory.mktemp("records") / "a"
    with path.open("wb") as file:
        write_records(file, iter(records))
    found = Records(path.open("rb"))
    assert list(found) == [record for record, _ in records]
    assert found.numbers.tolist() == [number for _, number in records]
    assert [found[i] for i in range(-len(records), 0)] == list(found)
    with pytest.raises(IndexError):
        found[len(records)]


def written(records) -> bytes:
    content = io.BytesIO()
    assert write_records(content, records) == len(records)
    return content.getvalue()


CONTENT = written([(b"one", 1), (b"", 2), (b"three", 3)])


def opened(path, content: bytes) -> Records:
    path.write_bytes(content)
    return Records(path.open("rb"), "fetch it again")


@pytest.mark.parametrize("keep", range(len(CONTENT)))
def test_a_file_that_was_cut_off_anywhere_is_told_when_it_is_opened(tmp_path, keep):
    with pytest.raises(DataError, match=r"a.records (was cut off|is damaged).*; fetch it again"):
        opened(tmp_path / "a.records", CONTENT[:keep])


@pytest.mark.parametrize("place", range(len(CONTENT)))
def test_a_byte_that_was_changed_anywhere_is_told_before_it_is_used(tmp_path, place):
    damaged = bytearray(CONTENT)
    damaged[place] ^= 0x10
    with pytest.raises(DataError, match=r"a.records (was|is) .*; fetch it again"):
        list(opened(tmp_path / "a.records", bytes(damaged)))


def test_a_damaged_record_is_named_and_the_others_are_read(tmp_path):
    records = opened(tmp_path / "a.records", CONTENT.replace(b"three", b"tree!"))
    assert (records[0], records[1]) == (b"one", b"")
    with pytest.raises(DataError, match="damaged in record 2 of 3"):
        records[2]


def test_what_lacks_its_beginning_is_refused(tmp_path):
    with pytest.raises(DataError, match="index"):
        opened(tmp_path / "a.records", CONTENT[2:])
