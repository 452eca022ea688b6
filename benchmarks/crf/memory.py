"""How far the memory of a process grows by one negative log-likelihood with its gradient.

Linux tells a process the peak of its resident memory and lets it start counting anew; getrusage
would tell the peak since the process that started this one.
"""

import subprocess
import sys
from pathlib import Path

from benchmarks.crf.contenders import OURS, PEERS
from benchmarks.crf.contenders.contender import Contender
from benchmarks.crf.operations import NLL
from benchmarks.crf.problem import Problem, ragged_lengths
from benchmarks.crf.report import shape_in_words
from benchmarks.crf.tables import Table
from benchmarks.crf.trial import too_large

SHAPE = (32, 512, 73)


def memory_table(contenders: list[type[Contender]], shape: tuple[int, int, int]) -> Table:
    """Measures every contender in a process of its own."""
    table = Table(
        f"Growth of resident memory by nll; {shape_in_words(shape, threads=1)}",
        ("contender", "MB"),
        ("MB",),
    )
    for kind in contenders:
        if NLL.offered_by(kind):
            command = [sys.executable, "-m", "benchmarks.crf.memory", kind.name, *map(str, shape)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            last = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
            table.rows.append((kind.name, last[-1] if last else f"exit {done.returncode}"))
    return table


def growth(kind: type[Contender], shape: tuple[int, int, int], seed: int = 0) -> str:
    """In MB; over the memory held when everything is loaded, compiled and ready to be called."""
    batch, tokens, labels = shape
    NLL.call(kind(Problem.with_random_labels(ragged_lengths(batch, 4, seed), labels, seed)))()
    lengths = ragged_lengths(batch, tokens, seed)
    contender = kind(Problem.with_random_labels(lengths, labels, seed))
    skipped = too_large(NLL, contender)
    if skipped is not None:
        return skipped
    Path("/proc/self/clear_refs").write_text("5")
    before = _kilobytes("VmRSS")
    NLL.call(contender)()
    return f"{(_kilobytes('VmHWM') - before) / 1000:,.1f}"


def _kilobytes(name: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise RuntimeError(f"the system does not tell {name}")


if __name__ == "__main__":
    import torch

    torch.set_num_threads(1)
    named = {kind.name: kind for kind in (*OURS, *PEERS)}
    named[sys.argv[1]].missing()
    print(growth(named[sys.argv[1]], tuple(map(int, sys.argv[2:5]))))
