"""What is shown of the measurements."""

from collections.abc import Sequence

from benchmarks.crf.contenders import Ours, Reference
from benchmarks.crf.measurement import Row, Sheet
from benchmarks.crf.tables import Table
from benchmarks.crf.targets import Outcome


def shape_in_words(shape: tuple[int, int, int], threads: int) -> str:
    batch, tokens, labels = shape
    return f"B={batch}, T={tokens}, L={labels}, {_in_words(threads)}"


def operation_table(sheet: Sheet) -> Table:
    """Every contender's time, and how many times longer than ours it is."""
    table = Table(
        f"{sheet.operation.title} ({sheet.operation.name}); "
        f"{shape_in_words(sheet.shape, sheet.threads)}",
        ("contender", "median ms", "x ours", "remark"),
        ("median ms", "x ours"),
    )
    ours = sheet.row(Ours.name)
    for row in sheet.rows:
        table.rows.append((row.name, _milliseconds(row), _ratio(row, ours), _remark(row)))
    return table


def targets_table(outcomes: Sequence[Outcome], shape: tuple[int, int, int], threads: int) -> Table:
    """Figures to beat beside what was measured."""
    table = Table(
        f"Figures to beat; {shape_in_words(shape, threads)}",
        ("operation", "whose", "measured against", "to beat", "measured"),
        ("to beat", "measured"),
    )
    for outcome in outcomes:
        target = outcome.target
        bound = "at most" if outcome.at_most else "at least"
        measured = "-" if outcome.ratio is None else f"{outcome.ratio:.2f}"
        table.rows.append(
            (
                target.operation,
                target.contender.name,
                outcome.against,
                f"{bound} {target.figure:g}",
                measured,
            )
        )
    return table


def sweep_table(sheets: Sequence[Sheet]) -> Table:
    """One operation over all shapes: our time, and how many times longer others take.

    plain: our chain in plain torch; peer: the fastest correct one in torch; compiled: the fastest
    correct one that is not.
    """
    operation, threads = sheets[0].operation, sheets[0].threads
    table = Table(
        f"{operation.title} ({operation.name}) over shapes, {_in_words(threads)}",
        ("B x T x L", "ours, ms", "plain, x", "peer, x", "peer", "compiled, x", "wrong"),
        ("B x T x L", "ours, ms", "plain, x", "peer, x", "compiled, x"),
    )
    for sheet in sheets:
        ours, peer = sheet.row(Ours.name), sheet.fastest_peer(compiled=False)
        table.rows.append(
            (
                " x ".join(map(str, sheet.shape)),
                _milliseconds(ours),
                _ratio(sheet.row(Reference.name), ours),
                _ratio(peer, ours),
                peer.name if peer else "-",
                _ratio(sheet.fastest_peer(compiled=True), ours),
                ", ".join(row.name for row in sheet.rows if row.wrong),
            )
        )
    return table


def _in_words(threads: int) -> str:
    return f"{threads} thread{'s' if threads > 1 else ''}"


def _milliseconds(row: Row | None) -> str:
    return "-" if row is None or row.seconds is None else f"{1000 * row.seconds:,.3f}"


def _ratio(row: Row | None, ours: Row | None) -> str:
    if row is None or ours is None or row.seconds is None or ours.seconds is None:
        return "-"
    return f"{row.seconds / ours.seconds:.2f}"


def _remark(row: Row) -> str:
    wrong = f"wrong: {'; '.join(row.wrong)}" if row.wrong else ""
    skipped = row.skipped or ""
    return ". ".join(part for part in (skipped, wrong) if part) or "correct"
