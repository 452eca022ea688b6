"""Tables for the terminal and, with the same cells, in markdown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.box import SIMPLE_HEAD
from rich.table import Table as RichTable
from rich.text import Text


@dataclass
class Table:
    """Rows of text under a title; which columns are numbers, and so flush right."""

    title: str
    columns: Sequence[str]
    numbers: Sequence[str] = ()
    rows: list[Sequence[str]] = field(default_factory=list)

    def rich(self) -> RichTable:
        table = RichTable(box=SIMPLE_HEAD)
        for column in self.columns:
            table.add_column(
                column,
                justify="right" if column in self.numbers else "left",
                no_wrap=column != self.columns[-1],
            )
        for row in self.rows:
            table.add_row(*map(Text, row))
        return table

    def markdown(self) -> str:
        rule = ["---:" if column in self.numbers else "---" for column in self.columns]
        lines = [self.columns, rule, *([_escaped(cell) for cell in row] for row in self.rows)]
        body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"### {self.title}\n\n{body}\n"


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("<", "&lt;")
