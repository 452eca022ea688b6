"""A report as a table, for Markdown and for the screen."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.table import Table

from mgkd.evaluation import Spread
from mgkd.sweep.board import clock
from mgkd.sweep.report import Report, Row

DASH = "-"


@dataclass(frozen=True)
class Column:
    """A column, which is left out where it has nothing to show.

    Attributes:
        heading: above it.
        cell: what a row shows; None: nothing.
        is_detail: whether the screen does without it.
    """

    heading: str
    cell: Callable[[Row], str | None]
    is_detail: bool = False


def report_table(report: Report) -> Table:
    """For the screen, without details."""
    headings, rows = cells(report, details=False)
    table = Table(box=SIMPLE_HEAD)
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="right" if index else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table


def cells(report: Report, *, details: bool = True) -> tuple[list[str], list[list[str]]]:
    """Headings and rows; a dash where nothing was measured."""
    columns = [
        column
        for column in _columns(report.baseline)
        if (details or not column.is_detail)
        and any(column.cell(row) is not None for row in report.rows)
    ]
    rows = [[column.cell(row) or DASH for column in columns] for row in report.rows]
    return [column.heading for column in columns], rows


def _columns(baseline: str | None) -> list[Column]:
    return [
        Column("config", lambda row: row.name),
        Column("seeds", lambda row: str(len(row.seeds))),
        Column("dev F1", lambda row: _percent(row.dev)),
        Column("test F1", lambda row: _percent(row.test)),
        Column(f"to {baseline}", lambda row: row.difference and f"{100 * row.difference.f1:+.2f}"),
        Column("95 %", lambda row: row.difference and _interval(row), is_detail=True),
        Column("p", lambda row: row.difference and _p(row.difference.p)),
        Column("teacher", lambda row: _percent(row.teacher), is_detail=True),
        Column("recovered", lambda row: _percent(row.recovered, digits=0)),
        Column("parameters", lambda row: row.parameters and f"{row.parameters:,}", is_detail=True),
        Column("MB", lambda row: row.bytes and f"{row.bytes / 1e6:.2f}", is_detail=True),
        Column("sentences/s", lambda row: _plain(row.sentences_per_second)),
        Column("training", lambda row: row.seconds and clock(row.seconds.mean), is_detail=True),
    ]


def _percent(spread: Spread | None, digits: int = 2) -> str | None:
    if spread is None:
        return None
    mean = f"{100 * spread.mean:.{digits}f}"
    return mean if spread.deviation is None else f"{mean} ± {100 * spread.deviation:.{digits}f}"


def _plain(spread: Spread | None) -> str | None:
    return None if spread is None else f"{spread.mean:,.0f}"


def _interval(row: Row) -> str:
    return f"{100 * row.difference.low:+.2f} to {100 * row.difference.high:+.2f}"


def _p(p: float) -> str:
    return f"{p:.4f}" if p < 0.01 else f"{p:.2f}"
