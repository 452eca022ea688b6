"""Running the runs of a sweep."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rich.console import Console

from mgkd.config import UserError
from mgkd.experiment import HAS_TURNS
from mgkd.sweep.board import Board
from mgkd.sweep.processes import Processes, Task, last_lines, shared_out
from mgkd.sweep.runs import PlannedRun, State, in_order

SECONDS_BETWEEN_LOOKS = 0.2
LINES_OF_A_FAILURE = 6

Command = Callable[[PlannedRun], Sequence[str]]
"""Gives the command that goes on with a run whose config is in its place."""


@dataclass(frozen=True)
class Failure:
    """run: the one that failed; lines: the last of its log."""

    run: PlannedRun
    lines: list[str]


@dataclass
class Sweep:
    """Runs to be finished, several at a time.

    Args:
        runs: all of them; those that are finished are skipped.
        command: what trains one.
        jobs: how many run at a time, each with its share of the cores.
        console: where progress is shown.

    Attributes:
        failures: the runs that failed.
    """

    runs: Sequence[PlannedRun]
    command: Command
    jobs: int
    console: Console
    failures: list[Failure] = field(default_factory=list)

    def carry_out(self, *, force: bool) -> None:
        """Finish the runs; a failed one does not keep the others from running.

        Args:
            force: replace runs of other configs that stand in their places.

        Raises:
            UserError: when several jobs are asked for where processes cannot wait for each other.
        """
        if self.jobs > 1 and not HAS_TURNS:
            raise UserError("this system has no file locks for several jobs at once: use --jobs 1")
        waiting = [run for run in self.runs if run.state != State.FINISHED]
        waiting = in_order(waiting, self.jobs)
        board = Board(self.console, len(waiting), skipped=len(self.runs) - len(waiting))
        with board, Processes[PlannedRun](self.jobs, shared_out(self.jobs)) as processes:
            while waiting or processes.running:
                while waiting and processes.has_room:
                    run = waiting.pop(0)
                    run.make_ready(force=force)
                    processes.start(Task(run, self.command(run), run.log_path))
                    board.started(run)
                board.draw(processes.running)
                time.sleep(SECONDS_BETWEEN_LOOKS)
                for run, status in processes.ended():
                    self._ended(run, status, board)

    def _ended(self, run: PlannedRun, status: int, board: Board) -> None:
        if status == 0 and run.directory.is_complete:
            board.finished(run)
            return
        self.failures.append(Failure(run, last_lines(run.log_path, LINES_OF_A_FAILURE)))
        board.failed(run)
