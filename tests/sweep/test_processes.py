import os
import signal
import sys
import time

import pytest

from mgkd.sweep.processes import Processes, Task, cores, last_lines, shared_out

WAITING = """
import time
try:
    print("here", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print("ended")
"""
DEAF = """
import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
print("here", flush=True)
time.sleep(60)
"""


def task(folder, name, program) -> Task[str]:
    return Task(name, [sys.executable, "-c", program], folder / f"{name}.log")


def until_all_ended(processes) -> dict[str, int]:
    ended = {}
    while processes.running:
        time.sleep(0.01)
        ended.update(processes.ended())
    return ended


def test_statuses_logs_and_room(tmp_path):
    with Processes(2, {"GIVEN": "yes"}) as processes:
        processes.start(task(tmp_path, "one", "import os; print(os.environ['GIVEN'])"))
        assert processes.has_room
        processes.start(task(tmp_path, "two", "raise SystemExit('no')"))
        assert not processes.has_room
        assert until_all_ended(processes) == {"one": 0, "two": 1}
    assert last_lines(tmp_path / "one.log", 3) == ["yes"]
    assert last_lines(tmp_path / "two.log", 3) == ["no"]


def test_an_interruption_ends_them_as_ctrl_c_would(tmp_path):
    waiting = task(tmp_path, "waiting", WAITING)
    with pytest.raises(KeyboardInterrupt), Processes(1, {}) as processes:
        processes.start(waiting)
        while not last_lines(waiting.log, 1):
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert last_lines(waiting.log, 2) == ["here", "ended"]
    assert processes.running == []


def test_they_end_where_this_program_was_told_to_ignore_ctrl_c(tmp_path):
    waiting = task(tmp_path, "waiting", WAITING)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Processes(1, {}) as processes:
            processes.start(waiting)
            while not last_lines(waiting.log, 1):
                time.sleep(0.01)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert last_lines(waiting.log, 2) == ["here", "ended"]


def test_what_does_not_end_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("mgkd.sweep.processes.GRACE", 0.2)
    with Processes(1, {}) as processes:
        processes.start(task(tmp_path, "deaf", DEAF))
        while not last_lines(tmp_path / "deaf.log", 1):
            time.sleep(0.01)
        processes.end("deaf")
        assert processes.running == []


def test_cores_are_shared_out(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert shared_out(1)["OMP_NUM_THREADS"] == str(cores())
    assert shared_out(10 * cores())["OMP_NUM_THREADS"] == "1"
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert shared_out(1)["OMP_NUM_THREADS"] == "1"


def test_the_last_lines_of_a_log(tmp_path):
    log = tmp_path / "a.log"
    assert last_lines(log, 2) == []
    log.write_text("1\n2\n\n3  \n\n" + os.linesep, encoding="utf-8")
    assert last_lines(log, 2) == ["2", "3"]
