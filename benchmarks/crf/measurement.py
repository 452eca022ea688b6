"""All contenders on one operation and one set of tensors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.crf.answers import FromChain, expected
from benchmarks.crf.contenders.contender import Contender
from benchmarks.crf.operations import Operation
from benchmarks.crf.problem import Problem
from benchmarks.crf.timing import interleaved
from benchmarks.crf.trial import (
    MODIFIES,
    RAISES,
    TooSlow,
    too_large,
    tried_on_small,
    try_once,
)

HERE = "the timed tensors"


@dataclass(frozen=True)
class Row:
    """A contender's result: median seconds, None if it was not timed; what is wrong with it."""

    name: str
    own: bool
    compiled: bool
    seconds: float | None
    wrong: tuple[str, ...] = ()
    skipped: str | None = None

    @property
    def correct(self) -> bool:
        return self.seconds is not None and not self.wrong


@dataclass(frozen=True)
class Sheet:
    """The results of one operation on one shape.

    shape: rows, tokens of the longest row, and labels.
    """

    operation: Operation
    shape: tuple[int, int, int]
    threads: int
    rows: Sequence[Row]

    def row(self, name: str) -> Row | None:
        return next((row for row in self.rows if row.name == name), None)

    def fastest_peer(self, compiled: bool) -> Row | None:
        """The fastest of the peers that are right, among those that are compiled or the others."""
        peers = [
            row for row in self.rows if not row.own and row.correct and row.compiled == compiled
        ]
        return min(peers, key=lambda row: row.seconds, default=None)


def measure(
    operation: Operation,
    problem: Problem,
    contenders: Sequence[type[Contender]],
    threads: int,
    seconds: float,
    patience: float,
    cold: bool = False,
) -> Sheet:
    """Tries every contender that offers the operation, then times those that can be called.

    One that raises is not timed, nor one that would spoil the scores for the others.

    seconds: for all timed calls together. patience: for one call. cold: see `interleaved`.
    """
    right = expected(FromChain(problem), operation)
    rows: dict[str, Row] = {}
    calls = {}
    for kind in contenders:
        if not operation.offered_by(kind):
            continue
        # First, since what is compiled is compiled here, where there is time.
        on_small = tried_on_small(operation, kind)
        contender = kind(problem)
        wrong: dict[str, list[str]] = {}
        skipped = too_large(operation, contender)
        if skipped is None:
            try:
                wrong = {fault: [HERE] for fault in try_once(operation, contender, right, patience)}
            except TooSlow as error:
                skipped = str(error)
            else:
                if not any(fault.startswith((RAISES, MODIFIES)) for fault in wrong):
                    calls[kind.name] = operation.call(contender)
        for fault, small in on_small.items():
            wrong[fault] = wrong.get(fault, []) + small
        described = tuple(f"{fault}: {', '.join(places)}" for fault, places in wrong.items())
        rows[kind.name] = Row(kind.name, kind.own, kind.compiled, None, described, skipped)
    times = interleaved(calls, seconds, cold=cold) if calls else {}
    timed = [replace(row, seconds=times.get(name)) for name, row in rows.items()]
    return Sheet(operation, tuple(problem.emissions.shape), threads, timed)
