"""A report as a picture: F1 against size and against speed."""

from io import BytesIO

from mgkd.sweep.report import Report, Row

INCHES = (11.0, 4.5)
DOTS = 150  # per inch


def has_plots() -> bool:
    """Whether what draws is installed."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        return False
    return True


def picture(report: Report) -> bytes:
    """Test F1 (dev F1 where there is no test split), a point a config, as PNG.

    A bar is the sample standard deviation over seeds.
    """
    from matplotlib.figure import Figure
    from matplotlib.ticker import EngFormatter

    figure = Figure(figsize=INCHES, layout="constrained")
    by_size, by_speed = figure.subplots(1, 2, sharey=True)
    for row in report.rows:
        if row.parameters:
            _point(by_size, row, row.parameters)
        if row.sentences_per_second:
            _point(by_speed, row, row.sentences_per_second.mean)
    by_size.set(xlabel="parameters", ylabel="F1 (%)")
    by_speed.set(xlabel="sentences per second")
    for axes in (by_size, by_speed):
        axes.set_xscale("log")
        axes.margins(x=0.2)
        for axis_formatter in (axes.xaxis.set_major_formatter, axes.xaxis.set_minor_formatter):
            axis_formatter(EngFormatter())
    figure.suptitle(f"{report.title} ({report.corpus})")
    content = BytesIO()
    figure.savefig(content, format="png", dpi=DOTS)
    return content.getvalue()


def _point(axes, row: Row, x: float) -> None:
    f1 = row.test or row.dev
    axes.errorbar(x, 100 * f1.mean, yerr=100 * (f1.deviation or 0.0), fmt="o", capsize=3)
    axes.annotate(row.name, (x, 100 * f1.mean), xytext=(5, 4), textcoords="offset points")
