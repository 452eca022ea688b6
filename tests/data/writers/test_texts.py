"""What writers of texts write is read again as it was, or refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mgkd.data import (
    CluenerReader,
    CluenerWriter,
    DataError,
    DoccanoReader,
    DoccanoWriter,
    JsonLinesReader,
    JsonLinesWriter,
    LabelStudioReader,
    LabelStudioWriter,
    Reader,
    Sentence,
    Span,
    TextReader,
    TextWriter,
    WordSplitter,
    Writer,
)
from mgkd.testing.samples import SENTENCES, STRANGE

WORDS = WordSplitter()
PAIRS: list[tuple[Writer, Reader]] = [
    (JsonLinesWriter(), JsonLinesReader()),
    (JsonLinesWriter(ends="inclusive"), JsonLinesReader(ends="inclusive")),
    (JsonLinesWriter("text"), JsonLinesReader()),
    (JsonLinesWriter("text", "inclusive", " ", WORDS), JsonLinesReader(WORDS, "inclusive")),
    (CluenerWriter(), CluenerReader()),
    (DoccanoWriter(), DoccanoReader()),
    (DoccanoWriter(" ", WORDS), DoccanoReader(WORDS)),
    (LabelStudioWriter(), LabelStudioReader()),
    (LabelStudioWriter(" ", WORDS, "a", "b"), LabelStudioReader(WORDS, None, "a", "b")),
    (TextWriter(), TextReader()),
    (TextWriter(" ", WORDS), TextReader(WORDS)),
]
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\n")
SPECIAL = ["\ufeff", "\r", "\\", '"', "\u2028", "\u200b", "\u0301", "e\u0301", "😀", "\ufffd"]
TOKENS = st.text(CHARACTERS, min_size=1, max_size=3) | st.sampled_from(SPECIAL)


@st.composite
def sentences(draw) -> Sentence:
    """Characters, words or any tokens, with any flat entities or none, with an id or none."""
    tokens = draw(st.sampled_from([CHARACTERS, st.text("abc湖", min_size=1, max_size=5), TOKENS]))
    pieces = draw(
        st.lists(st.tuples(st.lists(tokens, min_size=1, max_size=4), st.booleans()), min_size=1)
    )
    spans: list[Span] = []
    start = 0
    for piece, is_entity in pieces:
        if is_entity:
            label = draw(st.text(CHARACTERS, min_size=1, max_size=3))
            spans.append(Span(start, start + len(piece), label))
        start += len(piece)
    return Sentence(
        [token for piece, _ in pieces for token in piece],
        draw(st.sampled_from([None, tuple(spans)])),
        id=draw(st.none() | TOKENS),
    )


def ids(sentences: list[Sentence]) -> list[str | None]:
    return [sentence.id for sentence in sentences]


@pytest.mark.parametrize(
    ("writer", "reader"), PAIRS, ids=[type(writer).__name__ for writer, _ in PAIRS]
)
@settings(max_examples=50)
@given(written=st.lists(sentences(), max_size=2))
def test_there_and_back_or_refused(tmp_path_factory, writer, reader, written):
    path = tmp_path_factory.getbasetemp() / "there-and-back"
    path.unlink(missing_ok=True)
    try:
        assert writer.write(path, written) == len(written)
    except DataError:
        assert not path.exists()
        return
    found = list(reader.read(path))
    assert found == written
    if not isinstance(writer, TextWriter):
        assert ids(found) == ids(written)


@pytest.mark.parametrize("writer", [JsonLinesWriter(), JsonLinesWriter(ends="inclusive")])
def test_json_lines_of_tokens_refuse_nothing(tmp_path, writer):
    assert writer.write(tmp_path / "a", [*SENTENCES, STRANGE]) == len(SENTENCES) + 1


@pytest.mark.parametrize(
    "writer",
    [JsonLinesWriter("text"), CluenerWriter(), DoccanoWriter(), LabelStudioWriter(), TextWriter()],
    ids=lambda writer: type(writer).__name__,
)
def test_tokens_that_would_get_lost_are_named(tmp_path, writer):
    with pytest.raises(DataError, match=r"(?s)^x:3: .* first that gets lost is 'Oslo'.*joiner"):
        writer.write(tmp_path / "a", [Sentence(("a", "Oslo"), None, "x:3")])
    assert not list(tmp_path.iterdir())


def test_raw_text_refuses_entities_unless_told_otherwise(tmp_path):
    labelled = Sentence(("湖",), (Span(0, 1, "LOC"),), "x:1")
    with pytest.raises(DataError, match=r"(?s)^x:1: raw text.*without_entities"):
        TextWriter().write(tmp_path / "a", [labelled])
    TextWriter(without_entities=True).write(tmp_path / "a", [labelled])
    assert list(TextReader().read(tmp_path / "a")) == [labelled.without_spans()]


@pytest.mark.parametrize(
    "arguments", [{"joiner": " "}, {"splitter": WORDS}, {"form": "tokens", "joiner": "x"}]
)
def test_only_texts_are_joined(arguments):
    with pytest.raises(ValueError, match="is for texts"):
        JsonLinesWriter(**arguments)


def test_a_line_of_text_is_not_joined_by_line_breaks():
    with pytest.raises(ValueError, match="joiner"):
        TextWriter("\n")
