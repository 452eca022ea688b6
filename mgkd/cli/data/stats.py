"""mgkd data stats"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mgkd.cli.data.options import Files, Reader
from mgkd.cli.errors import explained
from mgkd.cli.options import Plugins, Profile, Variables, pairs

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

UNBOUNDED = 1_000_000  # columns of a terminal


def stats(
    files: Files,
    reader: Reader = None,
    profile: Profile = None,
    var: Variables = None,
    json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
    plugin: Plugins = None,
) -> None:
    """Count sentences, tokens and entities of files, and what their reader finds wrong."""
    with explained():
        from mgkd.config import load_plugins
        from mgkd.data import count
        from mgkd.experiment import data_files

        load_plugins(plugin or [], base_dir=Path())
        asked = data_files(files, reader, profile=profile, variables=pairs(var))
        counts = [count(file.reader.read(file.path)) for file in asked]
        findings = [file.reader.report.findings(file.path) for file in asked]
        if json:
            _print_json(asked, counts, findings)
        else:
            _print_table(asked, counts, findings)


def _print_json(asked, counts, findings) -> None:
    from json import dumps

    rows = [
        {
            "name": file.name,
            "file": str(file.path),
            **asdict(counted),
            "problems": [asdict(finding) for finding in found if finding.repaired],
            "notes": [asdict(finding) for finding in found if not finding.repaired],
        }
        for file, counted, found in zip(asked, counts, findings, strict=True)
    ]
    typer.echo(dumps({"files": rows}, ensure_ascii=False, indent=2))


def _print_table(asked, counts, findings) -> None:
    from rich.console import Console

    _print_counts(Console(), [file.name for file in asked], counts)
    for file, found in zip(asked, findings, strict=True):
        for finding in found:
            kind = "problem" if finding.repaired else "note"
            typer.echo(f"{file.name}: {kind}: {finding}")


def _print_counts(console: "Console", names, counts) -> None:
    """A table, or several one below the other where the files do not fit side by side."""
    table = _table(names, counts)
    unbounded = console.options.update(max_width=UNBOUNDED)
    if len(names) > 1 and console.measure(table, options=unbounded).maximum > console.width:
        half = (len(names) + 1) // 2
        _print_counts(console, names[:half], counts[:half])
        _print_counts(console, names[half:], counts[half:])
    else:
        console.print(table)


def _table(names, counts) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD)
    table.add_column("", overflow="fold")
    for name in names:
        # As text: what stands in square brackets or between colons means something to rich.
        table.add_column(Text(name), justify="right", overflow="fold")
    for heading, value in (
        ("sentences", lambda c: c.sentences),
        ("  without entities", lambda c: c.without_entities),
        ("  unlabelled", lambda c: c.unlabelled),
        ("tokens", lambda c: c.tokens),
        ("  in the longest sentence", lambda c: c.longest),
        ("entities", lambda c: sum(c.entities.values())),
    ):
        table.add_row(heading, *(f"{value(counted):,}" for counted in counts))
    for label in _labels(counts):
        shown = label if label.isprintable() and label == label.strip() else repr(label)
        numbers = (f"{counted.entities.get(label, 0):,}" for counted in counts)
        table.add_row(Text(f"  {shown}"), *numbers)
    return table


def _labels(counts) -> list[str]:
    """All types, the most frequent of all files first."""
    from collections import Counter

    total: Counter[str] = Counter()
    for counted in counts:
        total.update(counted.entities)
    return [label for label, _ in sorted(total.items(), key=lambda item: (-item[1], item[0]))]
