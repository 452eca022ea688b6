import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mgkd.data import (
    ConllReader,
    ConllWriter,
    DataError,
    MarkupReader,
    MarkupWriter,
    Sentence,
    Span,
)

SCHEMES = ["bio", "iob1", "bioes", "bmes", "bilou"]


@st.composite
def sentences(draw) -> Sentence:
    """Sentences of single characters, special ones of every format among them."""
    alphabet = st.sampled_from("湖a0179{|}\\#-O☕\ufe0f")
    pieces = draw(
        st.lists(
            st.tuples(st.text(alphabet, min_size=1, max_size=13), st.sampled_from([None, "A.B"])),
            min_size=1,
            max_size=5,
        )
    )
    spans, tokens = [], []
    for text, label in pieces:
        if label:
            spans.append(Span(len(tokens), len(tokens) + len(text), label))
        tokens += text
    return Sentence(tuple(tokens), tuple(spans))


@given(written=st.lists(sentences(), min_size=1, max_size=3), scheme=st.sampled_from(SCHEMES))
def test_markup_and_columns_there_and_back(tmp_path_factory, written, scheme):
    folder = tmp_path_factory.mktemp("there-and-back")
    MarkupWriter().write(folder / "a.txt", written)
    from_markup = list(MarkupReader().read(folder / "a.txt"))
    assert from_markup == written
    ConllWriter(scheme, add_segmentation=True).write(folder / "a.conll", from_markup)
    reader = ConllReader(scheme=scheme, strip_segmentation=True)
    assert list(reader.read(folder / "a.conll")) == written
    assert reader.report.findings() == []


def test_positions_count_within_the_words_given(tmp_path):
    sentence = Sentence(tuple("在大学城见" + "m" * 12), ())
    writer = ConllWriter(add_segmentation=True)
    writer.words = lambda _: [1, 3, 1, 12]
    writer.write(tmp_path / "a", [sentence])
    lines = (tmp_path / "a").read_text(encoding="utf-8").split()
    assert lines[:10:2] == ["在0", "大0", "学1", "城2", "见0"]
    assert lines[-4::2] == ["m10", "m11"]
    assert list(ConllReader(strip_segmentation=True).read(tmp_path / "a")) == [sentence]


def test_words_must_add_up(tmp_path):
    writer = ConllWriter(add_segmentation=True)
    writer.words = lambda _: [1]
    with pytest.raises(ValueError, match="do not add up to 2"):
        writer.write(tmp_path / "a", [Sentence(("a", "b"), ())])


def test_unlabelled_sentences_have_one_column(tmp_path):
    written = [Sentence(("a", "b")), Sentence(("c",))]
    assert ConllWriter().write(tmp_path / "a", written) == 2
    assert (tmp_path / "a").read_text(encoding="utf-8") == "a\nb\n\nc\n\n"
    assert list(ConllReader(tag_column=None).read(tmp_path / "a")) == written


@pytest.mark.parametrize("token", ["a\tb", "-DOCSTART-", "-DOCSTART- x"])
def test_columns_refuse_what_could_not_be_read_back(tmp_path, token):
    with pytest.raises(DataError, match=r"x:1: .*cannot stand in a line of columns"):
        ConllWriter().write(tmp_path / "a", [Sentence((token,), (), "x:1")])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("token", [" ", "\t", "\r", "a\r"])
def test_a_token_alone_in_its_line_needs_more_than_what_ends_or_blanks_a_line(tmp_path, token):
    with pytest.raises(DataError, match="cannot stand in a line of columns"):
        ConllWriter().write(tmp_path / "a", [Sentence((token,))])
    labelled = [Sentence((token,), ())]
    for separator in (" ", "\t"):
        ConllWriter(separator=separator).write(tmp_path / "a", labelled)
        assert list(ConllReader(separator=separator).read(tmp_path / "a")) == labelled


def test_positions_that_could_be_read_another_way_are_refused(tmp_path):
    writer = ConllWriter(add_segmentation=True)
    writer.words = lambda _: [10, 1]
    with pytest.raises(DataError, match="'a1' with its position, 'a10', is unclear"):
        writer.write(tmp_path / "a", [Sentence((*"mmmmmmmmmm", "a1"), ())])


def test_a_separator_is_neither_empty_nor_a_line_break():
    for separator in ("", "\n"):
        with pytest.raises(ValueError, match="separator"):
            ConllWriter(separator=separator)


ODD = [" ", "  ", "\t", "#", "O", "-DOCSTART-", "-DOCSTART-x", "B-X", "1", "\ufeff", "\r", "a b"]
ODD += [
    "a\r",
    "\x85",
    "\u2028",
    "\xa0",
    "\u3000",
    "\u200b",
    "\ufffd",
    "e\u0301",
    "👩\u200d🔬",
    "\x1c",
]
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1)


@st.composite
def any_sentences(draw) -> list[Sentence]:
    """Sentences of any tokens and types at all, all labelled or none."""
    labelled = draw(st.booleans())
    label = st.one_of(st.sampled_from(["PER", "A-B", " ", "a\tb", "\r"]), ANY)
    found = []
    for _ in range(draw(st.integers(1, 3))):
        tokens = draw(st.lists(st.one_of(st.sampled_from(ODD), ANY), min_size=1, max_size=4))
        spans = []
        while labelled and (start := spans[-1].end if spans else 0) < len(tokens):
            if draw(st.booleans()):
                break
            end = draw(st.integers(start + 1, len(tokens)))
            spans.append(Span(start, end, draw(label)))
        found.append(Sentence(tuple(tokens), tuple(spans) if labelled else None))
    return found


@given(
    written=any_sentences(),
    scheme=st.sampled_from(SCHEMES),
    separator=st.sampled_from(["\t", " ", "|", "  ", "\u3000", "-", "\r"]),
)
@example([Sentence(("\ufeffa",), ())], "bio", "\t")
@example([Sentence((" ", "\t", "a"), (Span(0, 2, "X"),))], "bio", " ")
def test_columns_give_back_any_text_or_refuse_it(tmp_path_factory, written, scheme, separator):
    path = tmp_path_factory.mktemp("any") / "a"
    try:
        ConllWriter(scheme, separator).write(path, written)
    except DataError:
        return
    tag_column = None if written[0].spans is None else -1
    reader = ConllReader(0, tag_column, separator, scheme)
    assert list(reader.read(path)) == written


def test_columns_refuse_a_mixture(tmp_path):
    with pytest.raises(DataError, match="x:2: labelled and unlabelled"):
        ConllWriter().write(tmp_path / "a", [Sentence(("a",), ()), Sentence(("b",), None, "x:2")])
