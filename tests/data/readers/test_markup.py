import pytest

from mgkd.data import DataError, MarkupReader, Sentence, Span


def test_entities_spaces_and_escapes(formats):
    reader = MarkupReader()
    first, second, third = reader.read(formats / "markup.txt")
    assert first == Sentence(tuple("王小明去南湖"), (Span(0, 3, "PER.NAM"), Span(4, 6, "LOC.NAM")))
    assert "".join(second.tokens) == "今天只喝coffee☕" and second.spans == ()
    assert "".join(third.tokens) == "集合{1|2}在C:\\老板说"
    assert third.spans == (Span(11, 13, "PER.NOM"),)
    [finding] = reader.report.findings()
    assert finding.kind.startswith("space") and finding.count == 7


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("好{小林", 2, "never closed"),
        ("好{小林}", 5, "closes no"),
        ("{小{林|A}|B}", 3, "within an entity"),
        ("{|A}", 1, "without text"),
        ("{ |A}", 1, "without text"),
        ("{小林|}", 4, "no TYPE"),
        ("{小林|A B}", 4, "no TYPE"),
        ("小|林", 2, "no TYPE"),
        ("小|林}", 2, "without the {"),
        ("小}", 2, "closes no"),
        ("小\\林", 2, "backslash"),
        ("小\\", 2, "backslash"),
    ],
)
def test_malformed_markup_names_line_and_column(read, line, column, said):
    with pytest.raises(DataError, match=rf"sample\.txt:3:{column}: ") as caught:
        read(MarkupReader(), f"好\n\n{line}\n")
    assert said in str(caught.value)
