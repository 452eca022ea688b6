import shutil

import pytest

from mgkd.config import UserError
from mgkd.data import Conll2012Reader, DataError, Span

ENGLISH = "conll2012/english/annotations/bc/demo/00/demo_0000.v4_gold_conll"
BEGIN, END = "#begin document (d); part 000\n", "#end document\n"


def rows(*cells: str) -> str:
    """A sentence with these cells in the column of named entities; words are their numbers."""
    return "".join(f"d 0 {i} w{i} - * - - - - {cell} -\n" for i, cell in enumerate(cells))


def document(*cells: str) -> str:
    return f"{BEGIN}{rows(*cells)}\n{END}"


def kinds(reader: Conll2012Reader) -> dict[str, int]:
    return {finding.kind: finding.count for finding in reader.report.findings()}


def test_a_document_in_parts(formats):
    reader = Conll2012Reader()
    first, second, third = reader.read(formats / ENGLISH)
    assert first.tokens == ("Mira", "Lund", "left", "Oslo", "/.")
    assert first.spans == (Span(0, 2, "PERSON"), Span(3, 4, "GPE"))
    assert second.tokens == ("Quiet", "-LRB-", "she", "-RRB-") and second.spans == ()
    assert [sentence.id for sentence in (first, second, third)] == [
        "bc/demo/00/demo_0000/0/0",
        "bc/demo/00/demo_0000/0/1",
        "bc/demo/00/demo_0000/1/0",
    ]
    assert first.source == f"{formats / ENGLISH}:2" and third.source.endswith(":15")
    assert kinds(reader) == {}


def test_escapes_on_request(formats):
    reader = Conll2012Reader(unescape=True)
    tokens = [token for sentence in reader.read(formats / ENGLISH) for token in sentence.tokens]
    assert "".join(tokens) == "MiraLundleftOslo.Quiet(she)Why?"
    assert kinds(reader) == {"escaped token, such as /. or -LRB-, unescaped": 4}


def test_words_become_characters(formats):
    [sentence] = Conll2012Reader(split_characters=True).read(formats / "conll2012" / "chinese")
    assert sentence.tokens == tuple("南湖银行去年搬。")
    assert sentence.spans == (Span(0, 4, "ORG"), Span(4, 6, "DATE"))
    assert sentence.id == "nw/demo/00/demo_0001/0/0"


def test_a_folder_is_read_in_the_order_of_its_paths(formats, tmp_path):
    shutil.copytree(formats / "conll2012", tmp_path / "data")
    folder = tmp_path / "data"
    (folder / "english" / "demo.v4_auto_conll").write_text("nonsense", encoding="utf-8")
    reader = Conll2012Reader(unescape=True)
    for _ in range(2):
        sentences = list(reader.read(folder))
        assert [sentence.id[:2] for sentence in sentences] == ["nw", "bc", "bc", "bc"]
        assert [sentence.source.rpartition(":")[2] for sentence in sentences] == [
            *("2", "2", "8", "15"),
        ]
        # What is found in its files is found in the folder, and again only once.
        [finding] = reader.report.findings(folder)
        assert finding.count == 4 and finding.places[0] == f"{sentences[1].source[:-1]}6"


def test_a_folder_is_read_file_by_file(formats, tmp_path):
    shutil.copytree(formats / "conll2012", tmp_path / "data")
    (tmp_path / "data" / "z.gold_conll").write_text("wrong\n", encoding="utf-8")
    stream = Conll2012Reader().read(tmp_path / "data")
    assert len([next(stream) for _ in range(4)]) == 4
    with pytest.raises(DataError, match=r"z\.gold_conll:1: 1 column"):
        next(stream)


def test_paths_that_cannot_be_read_are_told_before(formats, tmp_path):
    assert Conll2012Reader.trouble_with(formats / "conll2012") is None
    assert Conll2012Reader.trouble_with(formats / ENGLISH) is None
    assert "no such file" in Conll2012Reader.trouble_with(tmp_path / "nowhere")
    assert "no file below it" in Conll2012Reader.trouble_with(tmp_path)
    (tmp_path / "a.v4_gold_skel").touch()
    assert "skeletons" in Conll2012Reader.trouble_with(tmp_path)
    with pytest.raises(UserError, match="skeletons"):
        list(Conll2012Reader().read(tmp_path))


def test_the_end_of_names_chooses_files(tmp_path):
    (tmp_path / "a.v4_auto_conll").write_text(document("*"), encoding="utf-8")
    assert len(list(Conll2012Reader("auto_conll").read(tmp_path))) == 1
    with pytest.raises(DataError, match=r"ends in gold_conll; .* that end in v4_auto_conll"):
        list(Conll2012Reader().read(tmp_path))
    with pytest.raises(ValueError, match="files"):
        Conll2012Reader("gold")


def test_two_versions_of_a_document_are_not_read_twice(tmp_path):
    for version in ("v4", "v9"):
        (tmp_path / f"a.{version}_gold_conll").write_text(document("*"), encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.v4_gold_conll and a\.v9_gold_conll are one document"):
        list(Conll2012Reader().read(tmp_path))
    assert len(list(Conll2012Reader("v9_gold_conll").read(tmp_path))) == 1


@pytest.mark.parametrize(
    ("cells", "line", "repaired", "strict"),
    [
        (("(A*", "*", "*"), 2, (Span(0, 3, "A"),), ()),
        (("*", "*)", "(A)"), 3, (Span(2, 3, "A"),), (Span(2, 3, "A"),)),
        (
            ("(A*", "(B*", "*)"),
            2,
            (Span(0, 1, "A"), Span(1, 3, "B")),
            (Span(1, 3, "B"),),
        ),
        (("(A*", "(B)", "*"), 2, (Span(0, 1, "A"), Span(1, 2, "B")), (Span(1, 2, "B"),)),
    ],
)
def test_brackets_that_do_not_match(read, cells, line, repaired, strict):
    content = document(*cells)
    with pytest.raises(DataError, match=rf"sample\.txt:{line}: illegal tag in the scheme brackets"):
        read(Conll2012Reader(), content)
    for policy, spans in (("repair", repaired), ("strict", strict)):
        reader = Conll2012Reader(on_illegal=policy)
        [sentence] = read(reader, content)
        assert sentence.spans == spans
        assert reader.report.repairs() == 1
        assert reader.report.findings()[0].places[0].startswith(f"{sentence.source[:-1]}{line}: ")


@pytest.mark.parametrize("cell", ["(A", "A*", "O", ")", "-", "(A(B*", "*))", "()", "(*)", "(*"])
@pytest.mark.parametrize("policy", ["error", "repair", "strict"])
def test_what_is_no_cell_is_always_an_error(read, cell, policy):
    with pytest.raises(DataError, match=r"sample\.txt:2: .* is no cell of the column"):
        read(Conll2012Reader(on_illegal=policy), document(cell))


def test_an_entity_of_one_word_may_have_a_star(read):
    assert read(Conll2012Reader(), document("(A*)"))[0].spans == (Span(0, 1, "A"),)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (rows("*"), ":1: no #begin document"),
        ("#begin document d\n", ":1: .*It should be: #begin document"),
        (f"{BEGIN}d 0 0 w\n", r":2: 4 column\(s\)"),
        (document("*").replace("w0", "[WORD]"), r":2: \[WORD\] stands .*\n.*skeleton2conll"),
    ],
)
def test_a_mistake_is_told_with_its_line(read, content, complaint):
    with pytest.raises(DataError, match=rf"(?s)sample\.txt{complaint}"):
        read(Conll2012Reader(on_problem="repair"), content)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (f"{BEGIN}{rows('*', '*')}", ":3: no #end document of d, which begins in line 1"),
        (f"{BEGIN}{rows('*', '*')}{BEGIN}{END}", ":4: no #end document"),
        (f"{document('*', '*')}{END}", ":6: a document ends that has not begun"),
        (document("*", "*").replace("d 0 1", "d 0 2"), ":3: word 2, where 1 is due"),
        (document("*", "*").replace("d 0 1", "e 0 1"), ":3: document e, part 0, within d"),
        (document("*", "*").replace("d 0 1", "d 1 1"), ":3: document d, part 1, within d"),
        (document("*", "*")[: -len(f" -\n\n{END}")] + f" * -\n{END}", ":3: 13 columns, .* has 12"),
    ],
)
def test_problems_with_a_repair(read, content, complaint):
    with pytest.raises(DataError, match=rf"sample\.txt{complaint}"):
        read(Conll2012Reader(), content)
    reader = Conll2012Reader(on_problem="repair")
    [sentence] = read(reader, content)
    assert len(sentence) == 2 and reader.report.repairs() == 1
