from pathlib import Path

from mgkd.data import Sentence, Span
from mgkd.data.readers.report import ReadReport
from mgkd.data.some_types import of_types

FILE = Path("a.txt")
SENTENCES = [
    Sentence(tuple("abc"), (Span(0, 1, "PER"), Span(2, 3, "LOC")), "a.txt:1"),
    Sentence(("d",), (), "a.txt:2"),
    Sentence(("e",), (Span(0, 1, "LOC"),), "a.txt:3"),
]


def test_entities_of_other_types_are_left_out_and_counted():
    report = ReadReport()
    kept = list(of_types(["PER"], SENTENCES, FILE, report))
    assert [sentence.tokens for sentence in kept] == [s.tokens for s in SENTENCES]
    assert [sentence.spans for sentence in kept] == [(Span(0, 1, "PER"),), (), ()]
    [finding] = report.findings(FILE)
    assert (finding.count, finding.places) == (2, ["a.txt:1", "a.txt:3"])
    assert "entity of type LOC, left out" in finding.kind


def test_nothing_changes_where_all_types_are_named():
    report = ReadReport()
    assert list(of_types(["PER", "LOC"], SENTENCES, FILE, report)) == SENTENCES
    assert not report.findings()


def test_types_that_nothing_has_are_reported():
    report = ReadReport()
    list(of_types(["LOC", "per", "PER"], SENTENCES, FILE, report))
    assert list(map(str, report.findings())) == [
        "1 x no entity of type per, which `types` names (a.txt)"
    ]
