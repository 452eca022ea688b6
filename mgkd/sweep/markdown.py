"""A report as Markdown."""

from mgkd.sweep.report import Report
from mgkd.sweep.table import cells


def markdown(report: Report, plot: str | None = None) -> str:
    """The whole page.

    Args:
        plot: the name of the picture beside it; None: there is none.
    """
    headings, rows = cells(report)
    lines = [f"# {report.title}", "", f"Corpus: {report.corpus}.", ""]
    lines += [_line(headings), _line(["---"] * len(headings)), *map(_line, rows), ""]
    lines += [
        "F1 is of entities in percent, exact match, micro-averaged; ± is the sample standard "
        "deviation over seeds. *Recovered* is, run by run, how many percent of the distance from "
        "the student alone to its teacher were closed.",
        "",
    ]
    if any(row.difference for row in report.rows):
        lines += [
            f"Differences to {report.baseline} are of mean test F1 over seeds, with a 95 % "
            "interval and a two-sided p from a paired bootstrap over test sentences "
            f"({report.resamples:,} resamples). It allows for the chance of which sentences were "
            "tested on, not for that of the seeds: a difference within the deviation over seeds "
            "may be theirs. Of many configs some differ by chance.",
            "",
        ]
    for note in report.notes:
        lines += [f"- {note}"]
    if plot:
        lines += ["", f"![F1 against size and speed]({plot})"]
    return "\n".join(lines).rstrip() + "\n"


def _line(texts: list[str]) -> str:
    escaped = (text.replace("|", "\\|") for text in texts)
    return f"| {' | '.join(escaped)} |"
