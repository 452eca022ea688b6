"""The command line."""

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from benchmarks.config.comparison import Finding, WrongControl, compare
from benchmarks.config.peers import PEERS, Peer
from benchmarks.config.report import mistakes_table, reasons_table, totals_table
from benchmarks.crf.tables import Table
from mgkd.deployment import describe_environment

# Narrower, the tables lose their last columns.
WIDTH = 130


def main(
    arguments: Sequence[str], peers: Mapping[str, Peer] = PEERS, console: Console | None = None
) -> int:
    options = _parser(peers).parse_args(arguments)
    console = console or Console(width=max(WIDTH, Console().width))
    chosen = [peers[name] for name in options.tools or peers]
    present = [peer for peer in chosen if peer.versions() is not None]
    lines = _header(chosen)
    console.print("\n".join(lines), markup=False, highlight=False)
    try:
        findings = list(compare(present, options.limit, options.jobs))
    except WrongControl as error:
        console.print(str(error), style="red", markup=False, highlight=False)
        return 1
    if options.texts is not None:
        _write_texts(findings, options.texts)
    tables = (
        mistakes_table(findings, present),
        totals_table(findings, present),
        reasons_table(findings),
    )
    for table in tables:
        _show(console, table)
    if options.markdown is not None:
        parts = ["".join(f"- {line}\n" for line in lines), *(table.markdown() for table in tables)]
        options.markdown.write_text("\n".join(parts), encoding="utf-8")
    return 0


def _header(peers: Sequence[Peer]) -> list[str]:
    found = describe_environment(seed=0, device="cpu")
    machine = f"{found['processor']}, {found['cores']} cores; Python {found['python']}"
    versions = [f"{peer.name}: {peer.versions() or 'not installed'}" for peer in peers]
    return [machine, *versions]


def _show(console: Console, table: Table) -> None:
    console.print(table.title, style="bold", markup=False, highlight=False)
    console.print(table.rich())


def _write_texts(findings: Sequence[Finding], folder: Path) -> None:
    """One file a case, for whoever wants to read what was judged."""
    for finding in findings:
        if finding.outcome is not None:
            file = folder / finding.peer.name / f"{finding.mistake.name.replace(' ', '_')}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            outcome = finding.outcome
            file.write_text(
                f"exit status {outcome.status}, corpus opened: {outcome.read}\n{outcome.text}",
                encoding="utf-8",
            )


def _parser(peers: Mapping[str, Peer]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.config",
        description="Makes the same twenty mistakes in the configs of several tools and judges "
        "what each tells its user.",
    )
    add = parser.add_argument
    add("--tools", nargs="+", choices=list(peers), metavar="NAME", help=", ".join(peers))
    add("--limit", type=float, default=120.0, help="seconds for one command (%(default)s)")
    add("--jobs", type=int, default=os.cpu_count() or 1, help="at a time (%(default)s)")
    add("--texts", type=Path, metavar="DIR", help="where to keep what the tools said")
    add("--markdown", type=Path, metavar="FILE", help="where to write the tables as well")
    return parser
