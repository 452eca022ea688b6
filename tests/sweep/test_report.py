from dataclasses import replace

import pytest

from mgkd.config import Problem, UserError
from mgkd.sweep import Report, planned_runs, report_on, write_report
from mgkd.sweep.markdown import markdown
from mgkd.sweep.plot import has_plots, picture
from mgkd.sweep.table import cells


@pytest.fixture
def runs(family, tmp_path, results, finish):
    """Two finished runs of each config: of `alone` 1 and 2 sentences are right, of k=2 3 and 4."""
    runs = planned_runs(family, tmp_path)
    for run, right in zip(runs, (1, 2, 3, 4), strict=True):
        compared = {"teacher": results(1.0), "alone": results(0.25)} if run.name != "alone" else {}
        finish(run, results(right / 4, **compared), right)
    return runs


def test_rows(family, runs):
    report = report_on(family, runs)
    alone, distilled = report.rows
    assert (alone.name, alone.seeds, alone.difference) == ("alone", [1, 2], None)
    assert (alone.test.mean, alone.test.count) == (0.375, 2)
    assert alone.test.deviation == pytest.approx(0.25 / 2**0.5)
    assert (alone.recovered, alone.teacher) == (None, None)
    assert distilled.recovered.mean == pytest.approx((2 / 3 + 1) / 2)
    assert distilled.teacher.mean == 1.0
    assert distilled.difference.f1 == pytest.approx(0.875 - 0.375)
    assert distilled.difference.low <= distilled.difference.f1 <= distilled.difference.high
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_the_baseline_stands_for_a_student_alone_that_is_not_there(family, runs, results, finish):
    """Of seed 1 the baseline has 0.25, of seed 2 0.5."""
    finish(runs[2], results(0.75, teacher=results(1.0)), 3)
    finish(runs[3], results(0.75, teacher=results(1.0), alone=results(0.0)), 3)
    report = report_on(family, runs)
    assert report.rows[1].recovered.mean == pytest.approx((0.5 / 0.75 + 0.75) / 2)
    assert any(
        note.startswith("alone stands for") and "k=2 (seed 1)" in note for note in report.notes
    )
    taught = {"teacher": {"type": "run"}}
    runs = [replace(run, tree={**run.tree, **taught}) for run in runs]
    for run in runs:
        run.directory.write_config(run.tree)
    assert report_on(family, runs).rows[1].recovered.count == 1


def test_a_run_that_kept_no_counts_is_not_tested(family, runs):
    runs[2].directory.counts_path.unlink()
    report = report_on(family, runs)
    assert report.rows[1].difference is None
    assert any("k=2" in note and "counts.json" in note for note in report.notes)


def test_runs_tested_on_other_sentences_are_not_compared(family, runs, results, finish):
    for run in runs[2:]:
        finish(run, results(0.5, tested_on="e" * 64), 2)
    report = report_on(family, runs)
    assert report.rows[1].difference is None
    assert any("other sentences" in note for note in report.notes)


def _notes(family, runs) -> list[str]:
    return report_on(family, runs).notes


def test_what_is_not_finished_is_said(family, runs, results, finish):
    runs[3].directory.metrics_path.unlink()
    report = report_on(family, runs)
    assert report.rows[1].seeds == [1]
    assert any("k=2 (seed 2)" in note for note in report.notes)
    finish(replace(runs[2], tree={"model": "other"}), results(0.5))
    assert any("runs of other configs are there: k=2 (seed 1)" in n for n in _notes(family, runs))
    runs[2].directory.metrics_path.unlink()
    assert any(note.endswith("not counted: k=2.") for note in _notes(family, runs))
    for run in runs[:2]:
        run.directory.metrics_path.unlink()
    with pytest.raises(UserError, match="no run of this sweep is finished"):
        report_on(family, runs)


def test_without_a_baseline(family, runs):
    report = report_on(replace(family, baseline=None), runs)
    assert any("no baseline is named" in note for note in report.notes)
    assert "p" not in cells(report)[0]
    runs[0].directory.metrics_path.unlink()
    runs[1].directory.metrics_path.unlink()
    assert any("of the baseline" in note for note in report_on(family, runs).notes)


def test_what_is_left_out_is_said(family, runs):
    left_out = {"crf": Problem("model.decoder", "no decoder is called crff\n  there are: crf")}
    notes = _notes(replace(family, left_out=left_out), runs)
    assert notes[0].startswith("Without crf, ")
    assert notes[0].endswith("model.decoder: no decoder is called crff.")


def test_the_table(family, runs):
    headings, rows = cells(report_on(family, runs))
    alone, distilled = (dict(zip(headings, row, strict=True)) for row in rows)
    assert (alone["test F1"], alone["to alone"]) == ("37.50 ± 17.68", "-")
    assert (distilled["test F1"], distilled["to alone"]) == ("87.50 ± 17.68", "+50.00")
    assert distilled["recovered"] == "83 ± 24"
    assert "parameters" not in headings  # nothing was measured of them


def test_markdown_and_files(family, runs, tmp_path):
    report = report_on(family, runs)
    page = markdown(report, "report.png")
    assert page.startswith("# Toys\n\nCorpus: toy.\n\n| config | seeds |")
    assert "\n| k=2 | 2 | 87.50 ± 17.68 |" in page
    assert "10,000 resamples" in page
    assert page.endswith("](report.png)\n")
    told = write_report(report, tmp_path / "made")
    written = {path.name for path in (tmp_path / "made").iterdir()}
    if has_plots():
        assert written == {"report.md", "report.json", "report.png"}
    else:
        assert written == {"report.md", "report.json"}
        assert "mgkd[plots]" in told[-1]


def test_the_picture(family, runs):
    pytest.importorskip("matplotlib")
    assert picture(report_on(family, runs)).startswith(b"\x89PNG")
