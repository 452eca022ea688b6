import io

import pytest
from rich.console import Console

from mgkd.evaluation import Size, comparison_table, distance_line, report_table


def rendered(table) -> str:
    file = io.StringIO()
    Console(file=file, width=120).print(table)
    return file.getvalue()


def row(text: str, start: str) -> list[str]:
    """The numbers of the row that starts so."""
    [line] = [line for line in text.splitlines() if line.strip("│┃ ").startswith(start)]
    return line.replace(start, "", 1).replace("│", " ").split()


def test_one_column_a_run(results, report):
    teacher = results(0.9, test=report(0.9, PER=(0.95, 30), LOC=(0.8, 40)))
    student = results(0.8)
    text = rendered(comparison_table([("teacher", teacher), ("student", student)]))
    assert row(text, "PER (30)") == ["95.0", "95.0", "95.00", "80.0", "80.0", "80.00"]
    assert row(text, "all, micro")[2::3] == ["90.00", "80.00"]
    assert row(text, "parameters") == ["1,234,567"] * 2
    assert row(text, "size on disk") == ["4.94", "MB"] * 2
    assert row(text, "sentences / s") == ["2,346"] * 2
    assert row(text, "training") == ["2", "min", "05", "s"] * 2
    assert "not in train" not in text


def test_types_are_ordered_by_how_many_there_are(results):
    text = rendered(comparison_table([("one", results(0.5))]))
    assert text.index("PER (30)") < text.index("LOC (10)") < text.index("all, micro")


def test_a_run_that_lacks_a_score_has_a_dash(results, report):
    one = results(0.9, test=report(0.9, PER=(0.9, 3)), test_unseen=report(0.4))
    other = results(0.8, test=None)
    text = rendered(comparison_table([("one", one), ("other", other)]))
    assert row(text, "PER (3)") == ["90.0", "90.0", "90.00", "-"]
    assert row(text, "all, not in train") == ["40.0", "40.0", "40.00", "-"]


def test_what_is_not_measured_of_a_teacher_has_a_dash(results):
    size = Size(parameters=99_000, bytes=None)
    teacher = results(0.9, size=size, speed=None, training=None)
    text = rendered(comparison_table([("teacher", teacher), ("student", results(0.8))]))
    assert row(text, "parameters") == ["99,000", "1,234,567"]
    assert row(text, "size on disk") == ["-", "4.94", "MB"]
    assert row(text, "sentences / s") == ["-", "2,346"]
    assert row(text, "training") == ["-", "2", "min", "05", "s"]
    text = rendered(comparison_table([("file", results(0.9, size=None)), ("run", results(0.8))]))
    assert row(text, "parameters") == ["-", "1,234,567"]


def test_the_best_f1_of_a_row_is_bold_and_no_other(results):
    table = comparison_table([("one", results(0.8)), ("two", results(0.9))])
    cells = [next(iter(column.cells)) for column in table.columns[1:]]
    bold = [[str(c)[s.start : s.end] for s in c.spans if "bold" in str(s.style)] for c in cells]
    assert bold == [[], ["90.00"]]


def test_nothing_is_bold_where_there_is_nothing_to_compare(results):
    table = comparison_table([("one", results(0.8))])
    assert not any("bold" in str(s.style) for s in next(iter(table.columns[1].cells)).spans)


def test_a_report_has_a_row_a_type(report):
    text = rendered(report_table(report(0.75, PER=(0.5, 2), LOC=(1.0, 4))))
    assert row(text, "PER") == ["50.00", "50.00", "50.00", "2"]
    assert row(text, "LOC") == ["100.00", "100.00", "100.00", "4"]
    assert row(text, "micro") == ["75.00", "75.00", "75.00", "6"]


@pytest.mark.parametrize(
    "teacher, expected",
    [(0.8, "by +10.00 points: 50% of its distance"), (0.5, "by +10.00 points; the teacher is no")],
)
def test_the_distance_in_words(results, teacher, expected):
    run = results(0.7, alone=results(0.6), teacher=results(teacher))
    assert expected in distance_line(run)


def test_no_words_where_a_score_is_missing(results):
    untested = results(0.9, test=None)
    assert distance_line(results(0.7)) is None
    assert distance_line(results(0.7, alone=results(0.6), teacher=untested)) is None
    assert distance_line(results(0.7, alone=untested, teacher=results(0.9))) is None
