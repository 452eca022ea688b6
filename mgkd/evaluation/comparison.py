"""Runs side by side."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from mgkd.evaluation.results import Results, Score, Size, SpanReport, Speed, Training

T = TypeVar("T")
DASH = Text("-", style="dim")  # where nothing was measured


def comparison_table(columns: Sequence[tuple[str, Results]]) -> Table:
    """One column a run: scores by type and micro, size, speed. The best F1 of a row is bold.

    Scores are percentages, written precision / recall / F1.
    """
    table = Table(box=SIMPLE_HEAD)
    table.add_column("entities")
    for heading, _ in columns:
        table.add_column(heading, justify="right")
    runs = [run for _, run in columns]
    for name, count in _types(runs):
        table.add_row(f"{name} ({count})", *_scores([_of_type(run.test, name) for run in runs]))
    table.add_section()
    table.add_row(Text("all, micro", style="bold"), *_scores([run.test for run in runs]))
    if any(run.test_unseen for run in runs):
        table.add_row("all, not in train", *_scores([run.test_unseen for run in runs]))
    table.add_section()
    table.add_row("parameters", *(_known(run.size, _parameters) for run in runs))
    table.add_row("size on disk", *(_known(run.size, _megabytes) for run in runs))
    table.add_row("sentences / s", *(_known(run.speed, _per_second) for run in runs))
    table.add_row("training", *(_known(run.training, _duration) for run in runs))
    return table


def report_table(report: SpanReport) -> Table:
    """Scores of one tagger on one file: a row a type, in percent."""
    table = Table(box=SIMPLE_HEAD)
    table.add_column("type")
    for heading in ("precision", "recall", "F1", "entities"):
        table.add_column(heading, justify="right")
    for name, score in report.by_type.items():
        table.add_row(name, *_percentages(score), str(score.support))
    table.add_section()
    table.add_row("micro", *_percentages(report), str(report.support), style="bold")
    return table


def distance_line(results: Results) -> str | None:
    """What distillation closed of the gap between student alone and teacher, in words."""
    runs = (results, results.teacher, results.alone)
    if any(run is None or run.test is None for run in runs):
        return None
    recovered = results.distance_recovered()
    gained = 100 * (results.test.f1 - results.alone.test.f1)
    line = f"Distillation changed the student's F1 by {gained:+.2f} points"
    if recovered is None:
        return f"{line}; the teacher is no better than the student alone, so no gap to close."
    return f"{line}: {recovered:.0%} of its distance to the teacher."


def _types(runs: Sequence[Results]) -> list[tuple[str, int]]:
    counts = {
        name: score.support for run in runs if run.test for name, score in run.test.by_type.items()
    }
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _of_type(report: SpanReport | None, name: str) -> Score | None:
    return report.by_type.get(name) if report else None


def _scores(scores: Sequence[Score | None]) -> list[Text]:
    best = max((score.f1 for score in scores if score), default=0.0)
    stands_out = len(scores) > 1 and best > 0
    return [
        _cell(score, bold=stands_out and score is not None and score.f1 == best) for score in scores
    ]


def _cell(score: Score | None, bold: bool) -> Text:
    if score is None:
        return DASH
    f1 = Text(f"{100 * score.f1:5.2f}", style="bold" if bold else "")
    return Text(f"{100 * score.precision:4.1f} {100 * score.recall:4.1f} ").append(f1)


def _percentages(score: Score) -> list[str]:
    return [f"{100 * value:.2f}" for value in (score.precision, score.recall, score.f1)]


def _known(measured: T | None, shown: Callable[[T], str | None]) -> str | Text:
    """What was measured, or a dash."""
    return (shown(measured) if measured else None) or DASH


def _parameters(size: Size) -> str:
    return f"{size.parameters:,}"


def _megabytes(size: Size) -> str | None:
    return None if size.bytes is None else f"{size.bytes / 1e6:.2f} MB"


def _per_second(speed: Speed) -> str:
    return f"{speed.sentences_per_second:,.0f}"


def _duration(training: Training) -> str:
    minutes, rest = divmod(round(training.seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
