"""The files of a report."""

from pathlib import Path

from mgkd.files import write_file, write_text
from mgkd.sweep.markdown import markdown
from mgkd.sweep.plot import has_plots, picture
from mgkd.sweep.report import Report

NO_PLOT = "no report.png: it needs matplotlib; pip install 'mgkd[plots]', then --report"


def write_report(report: Report, folder: Path) -> list[str]:
    """Write report.md, report.json and, where matplotlib is installed, report.png.

    Returns:
        Lines that say what was written, and what was not.
    """
    plot = folder / "report.png"
    drawn = has_plots()
    if drawn:
        write_file(plot, picture(report))
    else:
        plot.unlink(missing_ok=True)  # that of an earlier report would not fit this one
    write_text(folder / "report.json", report.model_dump_json(indent=2) + "\n")
    write_text(folder / "report.md", markdown(report, plot.name if drawn else None))
    lines = [f"report: {folder / 'report.md'}, and report.json beside it"]
    return [f"{lines[0]}, and report.png"] if drawn else [*lines, NO_PLOT]
