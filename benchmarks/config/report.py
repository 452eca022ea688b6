"""What is shown of the findings."""

from collections.abc import Sequence

from benchmarks.config.case import NoSuchThing
from benchmarks.config.comparison import Finding
from benchmarks.config.criteria import Told, Verdict
from benchmarks.config.mistakes import MISTAKES
from benchmarks.config.peers.peer import Peer
from benchmarks.crf.tables import Table

PLACES = {Told.WHOLE: "path", Told.PART: "part", Told.NOTHING: "no place"}
REMEDIES = {Told.WHOLE: " + name", Told.PART: " + list", Told.NOTHING: "", None: ""}


def cell(found: Verdict | NoSuchThing) -> str:
    """A verdict in a few words."""
    if isinstance(found, NoSuchThing):
        return "no such thing"
    if found.hung:
        return "hangs"
    if found.accepted:
        return "accepted, warns" if found.warned else "accepted silently"
    if len(found.places) == 1:
        said = PLACES[found.places[0]] + REMEDIES[found.remedy]
    else:
        said = f"{_named(found)} of {len(found.places)}"
    return said if found.early else f"late: {said}"


def mistakes_table(findings: Sequence[Finding], peers: Sequence[Peer]) -> Table:
    """A row for each mistake, a column for each tool."""
    cells = {(f.mistake.name, f.peer.name): cell(f.found) for f in findings}
    table = Table("How each mistake is told", ("mistake", *(peer.name for peer in peers)))
    for number, mistake in enumerate(MISTAKES, start=1):
        row = [cells[mistake.name, peer.name] for peer in peers]
        table.rows.append((f"{number} {mistake.title}", *row))
    return table


def totals_table(findings: Sequence[Finding], peers: Sequence[Peer]) -> Table:
    """Counts for each tool, of the mistakes that can be made with it."""
    columns = ("possible", "told early", "late", "accepted", "path", "part", "name", "list", "of 3")
    table = Table("In numbers", ("tool", *columns), columns)
    for peer in peers:
        verdicts = [
            f.found for f in findings if f.peer is peer and not isinstance(f.found, NoSuchThing)
        ]
        single = [verdict for verdict in verdicts if len(verdict.places) == 1]
        several = [verdict for verdict in verdicts if len(verdict.places) > 1]
        counts = (
            len(verdicts),
            sum(verdict.early for verdict in verdicts),
            sum(verdict.told and not verdict.early for verdict in verdicts),
            sum(verdict.accepted for verdict in verdicts),
            sum(Told.WHOLE in verdict.places for verdict in single),
            sum(Told.PART in verdict.places for verdict in single),
            sum(verdict.told and verdict.remedy == Told.WHOLE for verdict in verdicts),
            sum(verdict.told and verdict.remedy == Told.PART for verdict in verdicts),
            sum(map(_named, several)),
        )
        table.rows.append((peer.name, *map(str, counts)))
    return table


def reasons_table(findings: Sequence[Finding]) -> Table:
    """Why some mistakes cannot be made with some tools."""
    table = Table("No such thing", ("tool", "mistake", "because"))
    for finding in findings:
        if isinstance(finding.found, NoSuchThing):
            row = (finding.peer.name, finding.mistake.title, finding.found.reason)
            table.rows.append(row)
    return table


def _named(verdict: Verdict) -> int:
    return sum(place != Told.NOTHING for place in verdict.places)
