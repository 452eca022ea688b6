import pytest

from mgkd.data import (
    Joined,
    KnownSentences,
    Sentence,
    Span,
    StoredSentences,
    digest,
    first_places,
    lengths_of,
)
from mgkd.testing.samples import SENTENCES, STRANGE

MORE = (
    *SENTENCES,
    STRANGE,
    Sentence(
        ("\u2028", "\x85", "\r", "\\", '"', "\0", "e\u0301"), (Span(1, 7, "a-b.ü"),), "x:7", "d/1"
    ),
    Sentence((" ",), (), None, ""),
)


def everything(sentence: Sentence) -> tuple:
    return sentence.tokens, sentence.spans, sentence.source, sentence.id


def test_stored_sentences_are_the_same_in_everything(tmp_path):
    stored = StoredSentences(iter(MORE), tmp_path / "folder")
    assert len(stored) == len(MORE)
    assert [*map(everything, stored)] == [*map(everything, MORE)]
    assert everything(stored[-2]) == everything(MORE[-2])
    assert stored[2:4] == list(MORE[2:4])
    assert stored.lengths.tolist() == lengths_of(MORE) == [len(s) for s in MORE]
    assert stored.digest == digest(MORE) == digest(list(MORE)) != digest(MORE[1:])


def test_their_file_has_no_name_that_could_be_left_behind(tmp_path):
    stored = StoredSentences(MORE, tmp_path)
    assert not list(tmp_path.iterdir()) and len(stored) == len(MORE)


def test_joined_sentences_are_a_sequence(tmp_path):
    stored = StoredSentences(MORE[:3], tmp_path)
    for joined in (Joined(MORE[:3], MORE[3:]), Joined(stored, MORE[3:]), Joined(MORE, ())):
        assert tuple(joined) == MORE == tuple(joined[i] for i in range(len(joined)))
        assert list(lengths_of(joined)) == [len(s) for s in MORE]
        assert joined[-1] == MORE[-1]
        with pytest.raises(IndexError):
            joined[len(MORE)]


def test_known_sentences_are_told_by_their_tokens_alone():
    known = KnownSentences(SENTENCES)
    assert all(sentence.without_spans() in known for sentence in SENTENCES)
    assert STRANGE not in known and Sentence(("ab",)) not in KnownSentences([Sentence(("a", "b"))])
    assert STRANGE not in KnownSentences([])


def test_first_places_leave_out_what_occurs_again():
    a, b, c = SENTENCES[:3]
    assert first_places([c, a, a.without_spans(), c, b]).tolist() == [0, 1, 4]
    assert first_places([]).tolist() == []
