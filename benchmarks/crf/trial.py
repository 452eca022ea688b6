"""A contender put to the test before it is timed."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import torch
from torch import Tensor

from benchmarks.crf.answers import WrittenOut, expected
from benchmarks.crf.checks import faults
from benchmarks.crf.contenders.contender import Contender, WithGradients
from benchmarks.crf.operations import Operation
from benchmarks.crf.problem import Problem

# Lengths of small batches, which every answer is checked on against all sequences written out.
SMALL = {
    "rows of one length": (3, 3, 3),
    "rows of several lengths": (4, 2, 3, 3, 2, 3, 2, 3, 3, 2, 3, 2),
    "a row of one token among others": (3, 1, 2),
    "a single row": (3,),
    "a single row of one token": (1,),
    "rows of one token only": (1, 1),
}

# How the faults begin that keep a contender from being called again.
RAISES, MODIFIES = "raises", "modifies"


class TooSlow(Exception):
    """A call took longer than there is patience for."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Interrupts what is inside with TooSlow, as soon as it comes back to Python."""

    def interrupt(signal_number, frame):
        raise TooSlow(f"one call takes more than {seconds:g} s: skipped")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def too_large(operation: Operation, contender: Contender) -> str | None:
    """What a contender needs that this machine does not have; None if it may be called."""
    available = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2
    needed = contender.memory(operation.k)
    if needed <= available:
        return None
    return f"needs {needed / 1e9:,.0f} GB: skipped"


def try_once(
    operation: Operation, contender: Contender, right: WithGradients | Tensor, patience: float
) -> list[str]:
    """What is wrong with one answer, changes to the caller's tensors included.

    Raises:
        TooSlow: when the call has taken as many seconds as there is patience for.
    """
    problem = contender.problem
    before = [scores.detach().clone() for scores in problem.scores]
    try:
        with limited(patience):
            found = operation.call(contender)()
    except TooSlow:
        raise
    except Exception as error:
        return [f"{RAISES} {type(error).__name__}: {str(error).splitlines()[0].rstrip('.')}"]
    if not all(map(torch.equal, before, problem.scores)):
        with torch.no_grad():
            for scores, values in zip(problem.scores, before, strict=True):
                scores.copy_(values)
        return [f"{MODIFIES} the caller's scores"]
    return faults(operation, problem, found, right)


@cache
def tried_on_small(operation: Operation, contender: type[Contender]) -> dict[str, list[str]]:
    """What goes wrong on small batches, and on which."""
    found: dict[str, list[str]] = {}
    for name, problem, right in _small(operation):
        for wrong in try_once(operation, contender(problem), right, patience=60.0):
            found.setdefault(wrong, []).append(name)
    return found


@cache
def _small(operation: Operation) -> list[tuple[str, Problem, WithGradients | Tensor]]:
    """Small batches with the right answers; a token has as many labels as paths are asked for."""
    labels = max(3, operation.k or 0)
    problems = {
        name: Problem.drawn(torch.tensor(lengths), labels, seed=len(lengths))
        for name, lengths in SMALL.items()
    }
    return [
        (name, problem, expected(WrittenOut(problem), operation))
        for name, problem in problems.items()
    ]
