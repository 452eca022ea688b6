import pytest

from mgkd.data import DataError, Sentence, Span, UniversalNerReader, UniversalNerWriter


def test_written_lines(tmp_path):
    sentence = Sentence(("南湖", "#"), (Span(0, 1, "LOC"),), id="a-1")
    UniversalNerWriter().write(tmp_path / "a", [sentence, Sentence((" ",), ())])
    assert (tmp_path / "a").read_text(encoding="utf-8") == (
        "# sent_id = a-1\n1\t南湖\tB-LOC\t-\t-\n2\t#\tO\t-\t-\n\n1\t \tO\t-\t-\n\n"
    )
    first, second = UniversalNerReader().read(tmp_path / "a")
    assert (first, second) == (sentence, Sentence((" ",), ()))
    assert (first.id, second.id) == ("a-1", None)


@pytest.mark.parametrize(
    "sentence",
    [
        Sentence(("a",), None, "x:1"),
        Sentence(("a\tb",), (), "x:1"),
        Sentence(("a",), (Span(0, 1, "A\nB"),), "x:1"),
        Sentence(("a",), (), "x:1", id=" a"),
        Sentence(("a",), (), "x:1", id="a\tb"),
        Sentence(("a",), (), "x:1", id=""),
    ],
)
def test_what_could_not_be_read_back_is_refused(tmp_path, sentence):
    with pytest.raises(DataError, match="x:1: "):
        UniversalNerWriter().write(tmp_path / "a", [sentence])
    assert not list(tmp_path.iterdir())
