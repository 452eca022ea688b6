import pytest
from hypothesis import given
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


@pytest.mark.parametrize("token", ["a\tb", " "])
def test_columns_refuse_what_could_not_be_read_back(tmp_path, token):
    with pytest.raises(DataError, match=r"x:1: .*cannot stand in a column"):
        ConllWriter().write(tmp_path / "a", [Sentence((token,), (), "x:1")])
    assert not list(tmp_path.iterdir())


def test_columns_refuse_a_mixture(tmp_path):
    with pytest.raises(DataError, match="x:2: labelled and unlabelled"):
        ConllWriter().write(tmp_path / "a", [Sentence(("a",), ()), Sentence(("b",), None, "x:2")])
