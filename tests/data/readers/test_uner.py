import pytest

from mgkd.data import DataError, Span, UniversalNerReader

ROWS = "1\t南湖\tB-LOC\t-\tmk\n2\t见\tO\t-\tmk\n"


def kinds(reader: UniversalNerReader) -> dict[str, int]:
    return {finding.kind: finding.count for finding in reader.report.findings()}


def test_ids_texts_ranges_and_empty_nodes(formats):
    reader = UniversalNerReader()
    first, second = reader.read(formats / "uner.iob2")
    assert first.tokens == ("#", "南湖", "见") and first.spans == (Span(1, 2, "LOC"),)
    assert second.tokens == ("给", "Mira", "晚安") and second.spans == (Span(1, 2, "PER"),)
    assert (first.id, second.id) == ("demo-1", "demo-2")
    assert first.source == f"{formats / 'uner.iob2'}:4" and second.source.endswith(":11")
    assert kinds(reader) == {
        "comment line other than # sent_id and # text, left out": 1,
        "line of a range or of an empty node, left out": 2,
    }


def test_words_become_characters(formats):
    first, _ = UniversalNerReader(split_characters=True).read(formats / "uner.iob2")
    assert first.tokens == tuple("#南湖见") and first.spans == (Span(1, 3, "LOC"),)
    assert first.id == "demo-1"


def test_another_text_than_the_tokens_is_counted(read):
    reader = UniversalNerReader()
    assert len(read(reader, f"# text = 南 湖\u3000见\n{ROWS}")) == 1
    assert kinds(reader) == {}
    read(reader, f"# text = 南湖再见\n{ROWS}")
    assert kinds(reader) == {"the # text is another than the tokens": 1}
    [finding] = reader.report.findings()
    assert finding.places[0].endswith("sample.txt:2: 南湖再见") and not finding.repaired


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("1\ta\tO\t-\t-\n3\tb\tO\t-\t-\n", ":2: the index is '3', where 2 is due"),
        ("1\ta\tO\t-\t-\n1\tb\tO\t-\t-\n", ":2: the index is '1', where 2 is due"),
        ("0\ta\tO\t-\t-\n", ":1: the index is '0', where 1 is due"),
        ("１\ta\tO\t-\t-\n", ":1: the index is '１', where 1 is due"),
        ("# text = a\tb\n1\ta\tO\t-\t-\n", ":1: 2 column.s., too few"),
        ("1\ta\n", ":1: 2 column.s., too few"),
        ("a\n", ":1: 1 column.s., too few"),
        ("1\t\tO\t-\t-\n", ":1: the token is empty"),
        ("1\ta\tS-PER\t-\t-\n", ":1: 'S-PER' is not a tag"),
        ("1\ta\tI-PER\t-\t-\n", ":1: illegal tag in the scheme bio"),
        ("1-2\tab\tB-PER\t-\t-\n", ":1: the tag 'B-PER' stands beside the index 1-2"),
        ("1\ta\tO\t-\t-\n# b\n", ":2: a comment within a sentence"),
        ("# sent_id = a\n# sent_id = b\n1\ta\tO\t-\t-\n", ":2: a second sent_id"),
    ],
)
def test_a_mistake_is_told_with_its_line(read, content, complaint):
    with pytest.raises(DataError, match=r"sample\.txt" + complaint):
        read(UniversalNerReader(on_problem="repair"), content)


@pytest.mark.parametrize(
    ("content", "complaint", "tokens"),
    [
        ("# sent_id = a\n\n" + ROWS, ":2: a sentence without tokens", ("南湖", "见")),
        (ROWS + "\n# text = a\n", ":4: a sentence without tokens", ("南湖", "见")),
        ("1\ta\tO\n", ":1: 3 columns, where Universal NER has 5", ("a",)),
    ],
)
def test_problems_with_a_repair(read, content, complaint, tokens):
    with pytest.raises(DataError, match=r"sample\.txt" + complaint):
        read(UniversalNerReader(), content)
    reader = UniversalNerReader(on_problem="repair")
    assert [sentence.tokens for sentence in read(reader, content)] == [tokens]
    assert reader.report.repairs() == 1


def test_illegal_tags_by_policy(read):
    content = "1\ta\tI-PER\t-\t-\n2\tb\tB-LOC\t-\t-\n"
    for policy, spans in (
        ("repair", (Span(0, 1, "PER"), Span(1, 2, "LOC"))),
        ("strict", (Span(1, 2, "LOC"),)),
    ):
        [sentence] = read(UniversalNerReader(on_illegal=policy), content)
        assert sentence.spans == spans
