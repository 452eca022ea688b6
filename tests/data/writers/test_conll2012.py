import pytest

from mgkd.data import Conll2012Reader, Conll2012Writer, DataError, Sentence, Span

LIN = Sentence(("林", "在", "南", "湖"), (Span(0, 1, "PER"), Span(2, 4, "LOC")), id="nw/a/1/0")


def there_and_back(tmp_path, sentences):
    Conll2012Writer().write(tmp_path / "a", sentences)
    reader = Conll2012Reader()
    found = list(reader.read(tmp_path / "a"))
    assert reader.report.findings() == []
    return found


def test_written_lines(tmp_path):
    assert there_and_back(tmp_path, [LIN]) == [LIN]
    assert (tmp_path / "a").read_text(encoding="utf-8") == (
        "#begin document (nw/a); part 001\n"
        "nw/a 1 0 林 - * - - - - (PER) -\n"
        "nw/a 1 1 在 - * - - - - * -\n"
        "nw/a 1 2 南 - * - - - - (LOC* -\n"
        "nw/a 1 3 湖 - * - - - - *) -\n"
        "\n#end document\n"
    )


def test_ids_come_back_where_they_name_documents(tmp_path):
    ids = ["d/0/0", "d/0/1", "d/1/0", "e/0/0", "e/0/0", None, "news-1", "d/0/0"]
    written = [Sentence((str(i),), (), id=id) for i, id in enumerate(ids)]
    found = there_and_back(tmp_path, written)
    assert found == written
    assert [s.id for s in found] == [None if id == "news-1" else id for id in ids]


@pytest.mark.parametrize("ids", [["d/0/1"], ["d/0/0", "d/0/2"], ["d/0/0", "d/1/1"]])
def test_ids_with_gaps_are_refused(tmp_path, ids):
    with pytest.raises(DataError, match=rf"its id '{ids[-1]}' should end in [01]"):
        there_and_back(tmp_path, [Sentence(("a",), (), id=id) for id in ids])


@pytest.mark.parametrize(
    "sentence",
    [
        Sentence(("a",), None, "x:1"),
        Sentence(("a b",), (), "x:1"),
        Sentence(("\t",), (), "x:1"),
        Sentence(("[WORD]",), (), "x:1"),
        Sentence(("a",), (Span(0, 1, "A)"),), "x:1"),
        Sentence(("a",), (Span(0, 1, "A B"),), "x:1"),
    ],
)
def test_what_could_not_be_read_back_is_refused(tmp_path, sentence):
    with pytest.raises(DataError, match="x:1: "):
        Conll2012Writer().write(tmp_path / "a", [sentence])
    assert not list(tmp_path.iterdir())
