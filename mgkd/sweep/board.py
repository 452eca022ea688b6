"""What is shown while a sweep runs: a line a run, and on a terminal what is running."""

import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from mgkd.evaluation import Results
from mgkd.sweep.processes import last_lines
from mgkd.sweep.runs import PlannedRun

SECONDS_BETWEEN_DRAWINGS = 1.0


class Board:
    """Shows how far the runs are.

    Args:
        count: how many are to be run.
        skipped: how many were finished before.
    """

    def __init__(self, console: Console, count: int, skipped: int) -> None:
        self._console = console
        self._count = count
        self._skipped = skipped
        self._begun = self._done = self._failed = 0
        self._live: Live | None = None
        self._started = time.monotonic()
        self._drawn = 0.0

    def __enter__(self) -> "Board":
        if self._skipped:
            self._say(f"{self._skipped} of {self._skipped + self._count} runs are finished already")
        if self._console.is_terminal and self._count:
            self._live = Live(console=self._console, transient=True, auto_refresh=False)
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def started(self, run: PlannedRun) -> None:
        self._begun += 1
        if self._live is None:
            self._say(f"[{self._begun}/{self._count}] {run.label}: begun, log {run.log_path}")

    def finished(self, run: PlannedRun) -> None:
        self._done += 1
        self._say(f"{run.label}: {_scores(run.directory.results())}")

    def failed(self, run: PlannedRun) -> None:
        self._failed += 1
        self._say(f"{run.label}: failed, log {run.log_path}")

    def draw(self, running: Sequence[tuple[PlannedRun, Path, float]]) -> None:
        """Show what runs, on a terminal.

        Args:
            running: each run with its log and the seconds since it began.
        """
        if self._live is None or time.monotonic() - self._drawn < SECONDS_BETWEEN_DRAWINGS:
            return
        self._drawn = time.monotonic()
        table = Table.grid(padding=(0, 2))
        for column in ("run", "time", "last line of its log"):
            table.add_column(column, no_wrap=True, overflow="ellipsis")
        for run, log, seconds in running:
            lines = last_lines(log, 1)
            table.add_row(run.label, clock(seconds), Text(lines[0] if lines else ""))
        ended = self._done + self._failed
        failed = f", {self._failed} failed" if self._failed else ""
        left = self._count - ended - len(running)
        taken = clock(self._drawn - self._started)
        head = f"{ended} of {self._count} runs ended{failed}, {left} to come; {taken}"
        self._live.update(Group(Text(head, style="bold"), table), refresh=True)

    def _say(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)


def clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _scores(results: Results) -> str:
    test = f", test F1 {100 * results.test.f1:.2f}" if results.test else ""
    took = f", trained in {clock(results.training.seconds)}" if results.training else ""
    return f"dev F1 {100 * results.dev.f1:.2f}{test}{took}"
