import pytest

from mgkd.data import DataError, MarkupWriter, Sentence, Span


def markup(sentence: Sentence) -> str:
    return "".join(MarkupWriter().texts(iter([sentence])))


def test_writing_escapes():
    sentence = Sentence(tuple("{南|湖}\\"), (Span(1, 4, "LOC"),))
    assert markup(sentence) == r"\{{南\|湖|LOC}\}\\" + "\n"


@pytest.mark.parametrize(
    "sentence",
    [
        Sentence(("ab",), ()),
        Sentence((" ",), ()),
        Sentence(("a",), None),
        Sentence(("a",), (Span(0, 1, "A|B"),)),
    ],
)
def test_markup_refuses_what_could_not_be_read_back(sentence):
    with pytest.raises(DataError, match="markup"):
        markup(sentence)
