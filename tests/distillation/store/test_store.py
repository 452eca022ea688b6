import itertools
import os
import time
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from mgkd.config import UserError
from mgkd.data import Sentence, Span
from mgkd.distillation import Answer, KnowledgeStore, Needs, Recorded, check_store
from mgkd.distillation.store import portions, segment, store

ONE = Recorded(Needs(1))


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "deep" / "knowledge"


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_added_is_there_when_the_store_is_opened_again(folder, header, stored_labels):
    long, short = Sentence(("a", "b", "c"), (Span(0, 1, "PER"),)), Sentence(("d",))
    answers = [
        Answer(torch.tensor([[0, 4, 0], [1, 3, 4]], dtype=torch.int16), torch.tensor([-0.5, -2.0])),
        Answer(torch.tensor([[8]], dtype=torch.int16), torch.tensor([-0.0])),
    ]
    pairs = list(zip((long, short), answers, strict=True))
    assert KnowledgeStore(folder).add(header(), iter(pairs)) == 2
    known = KnowledgeStore(folder).knowledge(Recorded(Needs(3)))
    assert (known.labels, known.asked, len(known)) == (stored_labels, Needs(3), 2)
    for sentence, answer in pairs:
        found = known.about(sentence)
        assert torch.equal(found.paths, answer.paths) and found.paths.dtype == torch.int16
        assert torch.equal(found.log_probs, answer.log_probs)
    sentences = list(KnowledgeStore(folder).best_answers().sentences())
    assert sentences == [long, short]  # with spans where there are any
    assert known.confidences([short, long, short]).tolist() == [0.0, -0.5, 0.0]


@given(
    st.lists(st.text("abc", min_size=1, max_size=4), unique=True, max_size=40),
    st.integers(1, 9),
    st.integers(0, 40),
)
def test_every_sentence_is_found_and_no_other(
    tmp_path_factory, header, numbered, texts, size, border
):
    folder = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(portions, "FLUSH", size)
        patched.setattr(store, "SEGMENTS", 3)
        pairs = numbered(texts)
        for part in (pairs[:border], pairs[border:]):
            KnowledgeStore(folder).add(header(), iter(part))
    known = KnowledgeStore(folder)
    answers = known.answers(ONE)
    assert len(answers) == len(texts) and len(known.segments) <= 3
    for number, (sentence, _) in enumerate(pairs):
        assert answers[sentence.fingerprint].paths.tolist() == [[number] * len(sentence)]
    assert sorted(answers) == sorted(sentence.fingerprint for sentence, _ in pairs)
    assert Sentence(("x",)).fingerprint not in answers


def test_equal_keys_are_told_apart(folder, header, numbered, monkeypatch):
    """Keys are the first half of a fingerprint."""
    monkeypatch.setattr(store, "key_of", lambda fingerprint: 7)
    monkeypatch.setattr("mgkd.distillation.store.stored_answers.key_of", lambda fingerprint: 7)
    pairs = numbered(["a", "b", "c"])
    KnowledgeStore(folder).add(header(), pairs)
    answers = KnowledgeStore(folder).answers(ONE)
    assert [answers[s.fingerprint].paths.item() for s, _ in pairs] == [0, 1, 2]
    assert Sentence(("d",)).fingerprint not in answers


def test_only_what_is_not_there_is_lacking(folder, header, numbered):
    KnowledgeStore(folder).add(header(), numbered(["a", "bb"]))
    asked = [Sentence(tuple(text)) for text in ("c", "a", "dd", "c", "bb")]
    inventory = KnowledgeStore(folder).inventory(asked, ONE)
    assert (inventory.found, inventory.lacking.tolist()) == (2, [0, 2])


def test_less_is_there_where_more_is(folder, header, numbered, scored):
    KnowledgeStore(folder).add(header(3), numbered(["a", "bb"]))
    with_scores, pairs = scored(["a"], Needs(2, True))
    KnowledgeStore(folder).add(with_scores, pairs)
    known = KnowledgeStore(folder)
    asked = [Sentence(("a",)), Sentence(("b", "b"))]
    lacking = {
        str(wanted): known.inventory(asked, wanted).lacking.tolist()
        for wanted in (
            Recorded(Needs(1)),
            Recorded(Needs(3)),
            Recorded(Needs(4)),
            Recorded(Needs(2, True)),
            Recorded(Needs(2, True), 3),
        )
    }
    assert list(lacking.values()) == [[], [], [0, 1], [1], [0, 1]]
    assert known.described() == (
        "the 3 best label sequences; the 2 best label sequences and the scores"
    )


def test_the_newest_that_serves_is_read(folder, header, numbered):
    for k, first in ((2, 0), (3, 10), (1, 20)):
        KnowledgeStore(folder).add(header(k), numbered(["a"], first))
    known = KnowledgeStore(folder)
    fingerprint = Sentence(("a",)).fingerprint
    found = [known.answers(Recorded(Needs(k)))[fingerprint].paths.item() for k in (1, 2, 3)]
    assert found == [20, 10, 10]
    assert known.best_answers()[fingerprint].paths.item() == 10
    with pytest.raises(UserError, match="the 4 best label sequences are wanted; there are the 2"):
        known.knowledge(Recorded(Needs(4)))


def test_another_teacher_is_refused(folder, header, numbered):
    KnowledgeStore(folder).add(header(), numbered(["a"]))
    other = header(teacher="f" * 64)
    with pytest.raises(UserError, match=r"000001-\w+.segment holds what another teacher knows"):
        KnowledgeStore(folder).add(other, numbered(["b"]))
    assert len(KnowledgeStore(folder).answers(ONE)) == 1
    [path] = store.segments_in(folder)
    segment.write_segment(path.with_name("000002-x.segment"), other, [])
    with pytest.raises(UserError, match="never mixed: take another folder"):
        KnowledgeStore(folder)


class Killed(BaseException):
    """Nothing catches it."""


@pytest.mark.parametrize("failure", [UserError, KeyboardInterrupt, Killed])
def test_a_killed_annotation_has_lost_a_segment_at_most(
    folder, header, numbered, failure, monkeypatch
):
    monkeypatch.setattr(portions, "FLUSH", 4)
    pairs = numbered(["a" * n for n in range(1, 20)])

    def failing():
        yield from pairs[:10]
        raise failure("gone")

    with pytest.raises(failure, match="gone"):
        KnowledgeStore(folder).add(header(), failing())
    inventory = KnowledgeStore(folder).inventory([s for s, _ in pairs], ONE)
    assert inventory.found == (8 if failure is Killed else 10)
    assert inventory.lacking.tolist() == list(range(inventory.found, 19))
    assert all(name.endswith(".segment") for name in files(folder))
    KnowledgeStore(folder).add(header(), (pairs[n] for n in inventory.lacking))
    answers = KnowledgeStore(folder).answers(ONE)
    assert [answers[s.fingerprint].paths[0, 0].item() for s, _ in pairs] == list(range(19))


def test_a_slow_teachers_answers_are_safe_every_minute(folder, header, numbered, monkeypatch):
    seconds = itertools.count(step=25)
    monkeypatch.setattr(portions.time, "monotonic", lambda: next(seconds))
    KnowledgeStore(folder).add(header(), numbered("abcdefgh"))
    assert [len(part) for part in KnowledgeStore(folder).segments] == [3, 3, 2]


def test_many_appended_segments_become_few_and_large_ones_stay(
    folder, header, numbered, monkeypatch
):
    monkeypatch.setattr(store, "SEGMENTS", 4)
    KnowledgeStore(folder).add(header(), numbered(["x" * n for n in range(1, 50)]))
    [large] = files(folder)
    for number in range(9):
        KnowledgeStore(folder).add(header(), numbered(["ab" * (number + 1)], number))
    assert large in files(folder) and len(files(folder)) <= 4
    assert len(KnowledgeStore(folder).answers(ONE)) == 58
    assert all(found.trouble is None for found in check_store(folder))


def test_what_two_processes_add_at_once_is_kept(folder, header, numbered):
    one, other = KnowledgeStore(folder), KnowledgeStore(folder)
    one.add(header(), numbered(["a", "b"]))
    other.add(header(), numbered(["b", "c"], first=5))
    assert len(KnowledgeStore(folder).answers(ONE)) == 3
    assert len(files(folder)) == 2


def test_what_a_killed_process_left_is_removed_after_a_day(folder, header, numbered):
    folder.mkdir(parents=True)
    for name, age in (("old", 90_000), ("new", 60)):
        path = folder / f"000001-{name}.segment.unfinished"
        path.write_bytes(b"half")
        os.utime(path, times=(time.time() - age,) * 2)
    KnowledgeStore(folder).add(header(), numbered(["a"]))
    assert [name for name in files(folder) if "unfinished" in name] == [
        "000001-new.segment.unfinished"
    ]


def test_no_store_is_told(tmp_path):
    with pytest.raises(UserError, match=r"no knowledge store at .*\n.*mgkd annotate TEACHER FILE"):
        KnowledgeStore.existing(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told_and_nothing_appears(folder, header, numbered, monkeypatch):
    folder.mkdir(parents=True)
    path = folder / "000001-here.segment"
    monkeypatch.setattr(KnowledgeStore, "_next_path", lambda self: path)
    path.with_name(path.name + ".unfinished").symlink_to("/dev/full")
    with pytest.raises(UserError, match="No space left on device; free some space"):
        KnowledgeStore(folder).add(header(), numbered(["a"]))
    assert not path.exists()


def test_best_answers_are_those_with_label_sequences_where_there_are_any(
    folder, header, numbered, scored
):
    only_scores, pairs = scored(["a", "bb"], Needs(0, True))
    KnowledgeStore(folder).add(only_scores, pairs)
    assert len(KnowledgeStore(folder).best_answers()) == 2
    KnowledgeStore(folder).add(header(2), numbered(["a"]))
    answers = KnowledgeStore(folder).best_answers()
    assert [len(answer.paths) for answer in answers.values()] == [1]
