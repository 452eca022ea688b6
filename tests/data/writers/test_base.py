import gzip

import pytest

from mgkd.data import (
    ConllReader,
    ConllWriter,
    DataError,
    JsonLinesWriter,
    MarkupReader,
    MarkupWriter,
    Sentence,
    Span,
    writers,
)
from mgkd.testing.samples import SENTENCES


def test_writers_are_known_by_name():
    assert {"conll", "conll2012", "markup", "jsonl", "uner"} <= set(writers.names())


def test_a_name_that_ends_in_gz_is_gzipped(tmp_path):
    ConllWriter().write(tmp_path / "a.conll", SENTENCES)
    ConllWriter().write(tmp_path / "a.conll.gz", SENTENCES)
    zipped = (tmp_path / "a.conll.gz").read_bytes()
    assert gzip.decompress(zipped) == (tmp_path / "a.conll").read_bytes()
    assert tuple(ConllReader().read(tmp_path / "a.conll.gz")) == SENTENCES
    ConllWriter().write(tmp_path / "a.conll.gz", SENTENCES)
    assert (tmp_path / "a.conll.gz").read_bytes() == zipped


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "folder" / "a.conll"
    ConllWriter().write(path, SENTENCES[:1])
    before = path.read_bytes()
    with pytest.raises(DataError):
        ConllWriter().write(path, [*SENTENCES, Sentence(("a\tb",), ())])
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["a.conll"]


def test_the_count_is_that_of_the_sentences(tmp_path):
    assert JsonLinesWriter().write(tmp_path / "a.jsonl", iter(SENTENCES)) == len(SENTENCES)


def test_a_first_token_that_looks_like_a_byte_order_mark_is_kept(tmp_path):
    sentences = [Sentence(("\ufeff", "a"), ()), Sentence(("\ufeff",), ())]
    for writer, reader in ((ConllWriter(), ConllReader()), (MarkupWriter(), MarkupReader())):
        writer.write(tmp_path / "a", sentences)
        assert list(reader.read(tmp_path / "a")) == sentences


def test_half_of_a_surrogate_pair_in_a_type_is_refused(tmp_path):
    with pytest.raises(DataError, match="half of a surrogate pair, U\\+D800"):
        ConllWriter().write(tmp_path / "a", [Sentence(("a",), (Span(0, 1, "A\ud800"),))])
    assert not list(tmp_path.iterdir())
