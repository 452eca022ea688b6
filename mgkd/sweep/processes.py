"""Commands that run at the same time, each with its log."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Generic, TypeVar

T = TypeVar("T")
GRACE = 20.0  # seconds that a training has to end by itself when it is interrupted
ENDING = ("SIGTERM", "SIGHUP")  # end this program like Ctrl-C, so that no training is left alone
WIDTH = "120"  # characters of a line in a log


@dataclass(frozen=True)
class Task(Generic[T]):
    """subject: what it is about; command: with its arguments; log: a file that is appended to."""

    subject: T
    command: Sequence[str]
    log: Path


@dataclass
class _Running(Generic[T]):
    task: Task[T]
    process: subprocess.Popen
    log: BinaryIO
    began: float


class Processes(Generic[T]):
    """At most `limit` tasks at a time; leaving the block by an error ends them all.

    They get no signal of the terminal: Ctrl-C comes to this program, which passes it on, so that
    each ends as if it had been alone.

    Args:
        limit: how many run at a time.
        environment: of the tasks, beside this program's own.
    """

    def __init__(self, limit: int, environment: Mapping[str, str]) -> None:
        self._limit = limit
        self._environment = {**os.environ, **environment}
        self._running: list[_Running[T]] = []
        self._handlers: dict[int, object] = {}

    def __enter__(self) -> "Processes[T]":
        if threading.current_thread() is threading.main_thread():
            for number in (getattr(signal, name) for name in ENDING if hasattr(signal, name)):
                if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup asks for
                    self._handlers[number] = signal.signal(number, _interrupted)
            if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
                # As in the background of a script. What is ignored stays so in the tasks, which
                # would not hear of their end; what has a handler does not.
                self._handlers[signal.SIGINT] = signal.signal(signal.SIGINT, _ignored)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._end_all()
        finally:
            for number, handler in self._handlers.items():
                signal.signal(number, handler)

    @property
    def has_room(self) -> bool:
        return len(self._running) < self._limit

    @property
    def running(self) -> list[tuple[T, Path, float]]:
        """What runs: subject, log, and for how many seconds."""
        now = time.monotonic()
        return [(each.task.subject, each.task.log, now - each.began) for each in self._running]

    def start(self, task: Task[T]) -> None:
        task.log.parent.mkdir(parents=True, exist_ok=True)
        log = task.log.open("ab")
        process = subprocess.Popen(
            task.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=self._environment,
            start_new_session=True,
        )
        self._running.append(_Running(task, process, log, time.monotonic()))

    def ended(self) -> Iterator[tuple[T, int]]:
        """Those that have ended since: subject and exit status."""
        for each in [each for each in self._running if each.process.poll() is not None]:
            self._running.remove(each)
            each.log.close()
            yield each.task.subject, each.process.returncode

    def end(self, subject: T) -> None:
        """End one of them, as Ctrl-C would."""
        for each in [each for each in self._running if each.task.subject is subject]:
            self._end([each])
            self._running.remove(each)

    def _end_all(self) -> None:
        self._end(self._running)
        self._running.clear()

    def _end(self, running: Sequence[_Running[T]]) -> None:
        try:
            for each in running:
                _tell(each.process, signal.SIGINT)
            until = time.monotonic() + GRACE
            for each in running:
                try:
                    each.process.wait(max(0.1, until - time.monotonic()))
                except subprocess.TimeoutExpired:
                    continue
        finally:
            for each in running:
                if each.process.poll() is None:
                    _tell(each.process, getattr(signal, "SIGKILL", signal.SIGTERM))
                    each.process.wait()
                each.log.close()


def shared_out(jobs: int) -> dict[str, str]:
    """The environment of each of so many jobs: its share of the processor cores, output at once."""
    share = max(1, cores() // jobs)
    asked = os.environ.get("OMP_NUM_THREADS", "")
    threads = min(share, int(asked)) if asked.isdecimal() and int(asked) else share
    return {"OMP_NUM_THREADS": str(threads), "PYTHONUNBUFFERED": "1", "COLUMNS": WIDTH}


def cores() -> int:
    """Those that this program may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def last_lines(log: Path, count: int) -> list[str]:
    """The last lines of a log that are not empty."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 2**14))
            text = file.read().decode("utf-8", errors="replace")
    except OSError:
        return []
    return [line.rstrip() for line in text.splitlines() if line.strip()][-count:]


def _interrupted(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _ignored(number: int, frame: object) -> None:
    pass


def _tell(process: subprocess.Popen, number: int) -> None:
    """A signal to a process and those that it has started."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, number)
        else:
            process.terminate()
    except ProcessLookupError:
        pass  # it has ended by itself
