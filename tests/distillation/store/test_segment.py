"""What is wrong with a file is told, whatever is wrong with it."""

import pytest

from mgkd.config import UserError
from mgkd.data.records import write_records
from mgkd.distillation import KnowledgeStore, Needs, Recorded, check_store
from mgkd.distillation.store.segment import Segment


@pytest.fixture
def path(tmp_path, header, numbered):
    """A file of three sentences."""
    KnowledgeStore(tmp_path).add(header(), numbered(["a", "bb", "c"]))
    [path] = tmp_path.iterdir()
    return path


def read(path) -> None:
    answers = KnowledgeStore(path.parent).answers(Recorded(Needs(3)))
    list(answers.with_sentences())


def test_a_file_that_was_cut_off_anywhere_is_told_when_it_is_opened(path):
    content = path.read_bytes()
    for keep in range(len(content)):
        path.write_bytes(content[:keep])
        with pytest.raises(
            UserError, match=rf"{path.name} (was cut off|is damaged).*; delete this"
        ):
            KnowledgeStore(path.parent)


def test_a_byte_that_was_changed_anywhere_is_told_before_it_is_used(path):
    content = path.read_bytes()
    for place in range(len(content)):
        damaged = bytearray(content)
        damaged[place] ^= 1
        path.write_bytes(damaged)
        with pytest.raises(UserError, match=rf"{path.name} (was|is) .*; delete this file: what it"):
            read(path)


def test_a_damaged_record_is_named_and_a_check_finds_it(path):
    content = path.read_bytes()
    place = content.index(b'[["b","b"]')
    path.write_bytes(content[:place] + b"!" + content[place + 1 :])
    with pytest.raises(UserError, match="damaged in record 2 of 4"):
        read(path)
    [checked] = check_store(path.parent)
    assert checked.path == path and "damaged in record 2 of 4" in checked.trouble


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b"no JSON", "is no segment of a knowledge store; delete this"),
        (b"[]", "is no segment of a knowledge store"),
        (b'{"format": "mgkd-knowledge-3"}', "of another version .mgkd-knowledge-3, not"),
    ],
)
def test_a_file_of_something_else(tmp_path, header, said):
    path = tmp_path / "000001-x.segment"
    with path.open("wb") as file:
        write_records(file, [(header, 0)])
    with pytest.raises(UserError, match=said):
        Segment(path)
    with path.open("wb") as file:
        write_records(file, [])
    with pytest.raises(UserError, match="holds nothing"):
        Segment(path)
