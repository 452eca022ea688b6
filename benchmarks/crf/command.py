"""The command line."""

import argparse
import itertools
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import torch
from rich.console import Console

from benchmarks.crf.contenders import OURS, PEERS
from benchmarks.crf.contenders.contender import Contender
from benchmarks.crf.machine import contenders_table, machine_line
from benchmarks.crf.measurement import Sheet, measure
from benchmarks.crf.memory import SHAPE, memory_table
from benchmarks.crf.operations import OPERATIONS, Operation
from benchmarks.crf.problem import Problem, ragged_lengths
from benchmarks.crf.report import operation_table, sweep_table, targets_table
from benchmarks.crf.tables import Table
from benchmarks.crf.targets import outcomes

HEADLINE = (32, 64, 28)
SWEEP = tuple(itertools.product((32, 1), (32, 64, 128, 512), (9, 28, 73)))
# The sweep gets a fourth of the time of each measurement.
SWEEP_SHARE = 0.25
# Narrower, the tables lose their last columns.
WIDTH = 110


class Document:
    """Shows each table at once, and keeps it for a file."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._parts: list[str] = []

    def say(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False)
        self._parts.append(f"{line}\n")

    def show(self, table: Table) -> None:
        self._console.print(table.title, style="bold", markup=False, highlight=False)
        self._console.print(table.rich())
        self._parts.append(table.markdown())

    def write(self, path: Path) -> None:
        path.write_text("\n".join(self._parts), encoding="utf-8")


def main(
    arguments: Sequence[str],
    peers: Sequence[type[Contender]] = PEERS,
    console: Console | None = None,
) -> int:
    options = _parser().parse_args(arguments)
    document = Document(console or Console(width=max(WIDTH, Console().width)))
    document.say(machine_line())
    missing = {kind: kind.missing() for kind in (*OURS, *peers)}
    document.show(contenders_table(missing))
    present = [kind for kind, reason in missing.items() if reason is None]
    if options.memory:
        document.show(memory_table(present, SHAPE))
    else:
        _compare(options, present, document)
    if options.markdown is not None:
        document.write(options.markdown)
    return 0


def _compare(
    options: argparse.Namespace, contenders: Sequence[type[Contender]], document: Document
) -> None:
    operations = [
        operation
        for operation in OPERATIONS
        if not options.operations or {operation.name, operation.method} & set(options.operations)
    ]
    shape = (options.batch, options.tokens, options.labels)
    for threads in options.threads or ((1,) if options.quick else (1, 2)):
        torch.set_num_threads(threads)
        sheets = []
        for operation in operations:
            sheets += _sheets(operation, [shape], contenders, options.seconds, options)
            document.show(operation_table(sheets[-1]))
        document.show(targets_table(outcomes(sheets), shape, threads))
    if not options.quick:
        torch.set_num_threads(1)
        seconds = options.seconds * SWEEP_SHARE
        for operation in operations:
            document.show(sweep_table(_sheets(operation, SWEEP, contenders, seconds, options)))


def _sheets(
    operation: Operation,
    shapes: Sequence[tuple[int, int, int]],
    contenders: Sequence[type[Contender]],
    seconds: float,
    options: argparse.Namespace,
) -> list[Sheet]:
    """One operation on several shapes."""
    how = torch.get_num_threads(), seconds, options.patience, options.cold
    return [measure(operation, _problem(shape), contenders, *how) for shape in shapes]


@cache
def _problem(shape: tuple[int, int, int]) -> Problem:
    batch, tokens, labels = shape
    return Problem.drawn(ragged_lengths(batch, tokens, seed=tokens), labels, seed=tokens)


def _parser() -> argparse.ArgumentParser:
    batch, tokens, labels = HEADLINE
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.crf",
        description="Checks linear-chain CRF libraries against correct answers and times them "
        "beside mgkd.crf.LinearChain: one shape with one thread and with two, then many shapes.",
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="the one shape only, with one thread")
    add("--memory", action="store_true", help="peak memory of nll instead of times")
    add("--threads", type=int, nargs="+", help="numbers of threads (1 2; with --quick: 1)")
    add("--batch", type=int, default=batch, help="rows of the one shape (%(default)s)")
    add("--tokens", type=int, default=tokens, help="its longest row's tokens (%(default)s)")
    add("--labels", type=int, default=labels, help="its labels (%(default)s)")
    names = [operation.name for operation in OPERATIONS]
    add("--operations", nargs="+", choices=[*names, "kbest"], metavar="NAME", help=", ".join(names))
    add("--seconds", type=float, default=8.0, help="for each table's timed calls (%(default)s)")
    add("--patience", type=float, default=20.0, help="seconds for one call (%(default)s)")
    add("--cold", action="store_true", help="time short calls in caches full of others' data")
    add("--markdown", type=Path, metavar="FILE", help="where to write the tables as well")
    return parser
