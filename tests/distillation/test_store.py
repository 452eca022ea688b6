from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from mgkd.config import UserError
from mgkd.data import Labels, Sentence
from mgkd.data.records import write_records
from mgkd.distillation import Answer, Needs, read_knowledge, write_knowledge

LABELS = Labels(["PER", "地点"], "bioes")
LONG, SHORT = Sentence(("a", "b", "c")), Sentence(("d",))
ANSWERS = (
    (
        LONG.fingerprint,
        Answer(torch.tensor([[0, 4, 0], [1, 3, 4]], dtype=torch.int16), torch.tensor([-0.5, -2.0])),
    ),
    (SHORT.fingerprint, Answer(torch.tensor([[8]], dtype=torch.int16), torch.tensor([-0.0]))),
)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "deep" / "knowledge.records"


def test_what_is_written_is_read(path):
    write_knowledge(path, LABELS, Needs(3), iter(ANSWERS))
    known = read_knowledge(path)
    assert (known.labels, known.asked, len(known)) == (LABELS, Needs(3), 2)
    for sentence, (_, answer) in zip((LONG, SHORT), ANSWERS, strict=True):
        found = known.about(sentence)
        assert torch.equal(found.paths, answer.paths) and found.paths.dtype == torch.int16
        assert torch.equal(found.log_probs, answer.log_probs)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@given(st.lists(st.text("abc", min_size=1, max_size=4), unique=True, max_size=40))
def test_every_sentence_is_found_and_no_other(tmp_path_factory, texts):
    sentences = [Sentence(tuple(text)) for text in texts]
    path = tmp_path_factory.mktemp("store") / "knowledge.records"
    zero = torch.tensor([0.0])
    answers = (
        (s.fingerprint, Answer(torch.full((1, len(s)), n, dtype=torch.int16), zero))
        for n, s in enumerate(sentences)
    )
    write_knowledge(path, LABELS, Needs(1), answers)
    known = read_knowledge(path)
    for number, sentence in enumerate(sentences):
        assert known.about(sentence).paths.tolist() == [[number] * len(sentence)]
    assert Sentence(("x",)) not in known


def test_equal_keys_are_told_apart(path):
    """Keys are the first half of a fingerprint."""
    similar = [f"{'0' * 16}{number:016x}" for number in range(3)]
    answers = [
        (name, Answer(torch.tensor([[number]], dtype=torch.int16), torch.tensor([0.0])))
        for number, name in enumerate(similar)
    ]
    write_knowledge(path, LABELS, Needs(1), answers)
    entries = read_knowledge(path)._entries
    assert [entries[name].paths.item() for name in similar] == [0, 1, 2]
    assert sorted(entries) == similar and f"{'0' * 16}{9:016x}" not in entries


def test_writing_replaces_what_was_there(path):
    path.parent.mkdir()
    path.write_text("old")
    write_knowledge(path, LABELS, Needs(3), ANSWERS)
    assert len(read_knowledge(path)) == 2


def test_nothing_appears_where_an_answer_fails(path):
    def failing():
        yield ANSWERS[0]
        raise UserError("the teacher is lost")

    with pytest.raises(UserError, match="the teacher is lost"):
        write_knowledge(path, LABELS, Needs(3), failing())
    assert not list(path.parent.iterdir())


@pytest.mark.parametrize("keep", [0, 5, -1])
def test_a_file_that_was_cut_off(path, keep):
    write_knowledge(path, LABELS, Needs(3), ANSWERS)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(UserError, match=r"knowledge.records cannot be read .*delete it"):
        read_knowledge(path)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b"no JSON", "cannot be read"),
        (b"[]", "cannot be read"),
        (b'{"format": "mgkd-knowledge-2", "k": 3}', "of this version"),
    ],
)
def test_a_file_of_something_else(path, header, said):
    path.parent.mkdir()
    with path.open("wb") as file:
        write_records(file, [(header, 0)])
    with pytest.raises(UserError, match=said):
        read_knowledge(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told_and_nothing_appears(path):
    path.parent.mkdir()
    path.with_name("knowledge.records.unfinished").symlink_to("/dev/full")
    with pytest.raises(UserError, match="No space left on device; free some space"):
        write_knowledge(path, LABELS, Needs(3), ANSWERS)
    assert not path.exists()
