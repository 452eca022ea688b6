import sys
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgkd.config import UserError
from mgkd.data import (
    DataError,
    DoccanoReader,
    JsonLinesReader,
    Sentence,
    Span,
    TextReader,
    WordSplitter,
)
from mgkd.data.readers.texts import Texts


def test_documents_are_split_into_sentences(formats):
    pytest.importorskip("sentencex", reason="sentencex is not installed")
    reader = TextReader(WordSplitter(), sentences="documents", language="en")
    sentences = list(reader.read(formats / "documents.txt"))
    assert [sentence.tokens[0] for sentence in sentences] == ["Dr", "Did", "Nobody", "A"]
    assert [sentence.source[-1] for sentence in sentences] == ["1", "1", "1", "3"]


def test_entities_of_texts_that_are_split(read):
    pytest.importorskip("sentencex", reason="sentencex is not installed")
    line = '{"id": 9, "text": "小林来了。 他在南湖！", "spans": [[8, 10, "LOC"], [0, 2, "PER"]]}'
    first, second = read(JsonLinesReader(language="zh"), line)
    assert first == Sentence(tuple("小林来了。"), (Span(0, 2, "PER"),)) and first.id == "9-1"
    assert second == Sentence(tuple("他在南湖！"), (Span(2, 4, "LOC"),)) and second.id == "9-2"


def test_an_entity_that_reaches_across_sentences(read):
    pytest.importorskip("sentencex", reason="sentencex is not installed")
    line = '{"text": "来。小林。走了。好。", "label": [[2, 7, "SONG"], [8, 9, "X"]]}'
    with pytest.raises(DataError, match=r":1: the entity '小林。走了' \(SONG\) reaches into the"):
        read(DoccanoReader(language="zh"), line)
    reader = DoccanoReader(language="zh", on_problem="repair")
    assert read(reader, line) == [
        Sentence(("来", "。"), ()),
        Sentence(tuple("小林。走了。"), (Span(0, 5, "SONG"),)),
        Sentence(("好", "。"), (Span(0, 1, "X"),)),
    ]
    assert reader.report.repairs() == 1


@given(
    text=st.text("湖a。！ \n“”😀", min_size=1, max_size=20),
    places=st.lists(st.tuples(st.integers(0, 19), st.integers(1, 9)), max_size=4),
)
def test_split_texts_are_the_whole_text(text, places):
    pytest.importorskip("sentencex", reason="sentencex is not installed")
    spans = [
        Span(a, a + b, "X") for a, b in places if text[a : a + b].strip() and a + b <= len(text)
    ]
    cut = Texts(on_overlap="outermost"), Texts(language="zh", on_overlap="outermost")
    whole, split = (
        list(texts.sentences(TextReader(on_problem="repair"), Path("a"), 1, text, spans))
        for texts in cut
    )
    assert [t for s in split for t in s.tokens] == [t for s in whole for t in s.tokens]
    before = [0, *accumulate(map(len, split))]
    moved = [
        Span(start + span.start, start + span.end, span.label)
        for start, sentence in zip(before, split, strict=False)
        for span in sentence.spans
    ]
    assert moved == [span for sentence in whole for span in sentence.spans]


def test_a_missing_library_is_told(read, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentencex", None)
    reader = TextReader(sentences="documents", language="zh")
    with pytest.raises(UserError, match=r"pip install 'mgkd\[sentences\]'"):
        read(reader, "好")


@pytest.mark.parametrize("arguments", [{"sentences": "documents"}, {"language": "en"}])
def test_documents_have_a_language_and_lines_none(arguments):
    with pytest.raises(ValueError, match="language"):
        TextReader(**arguments)
