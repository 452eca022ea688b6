"""What the first use of the compiled kernels on a machine costs, and every later one.

    python -m benchmarks.crf.compiling

The steps of a training run, decoding and a teacher's annotation are taken on a tiny batch, in a new
process whose cache folder is empty, and in another one that finds it filled.
"""

import os
import subprocess
import sys
import time
from tempfile import TemporaryDirectory

import torch

from mgkd.crf import LinearChain


def steps() -> float:
    """Seconds for each kind of call once."""
    started = time.perf_counter()
    emissions = torch.zeros(1, 3, 2, requires_grad=True)
    allowed = torch.ones(1, 3, 2, dtype=torch.bool)
    chain = LinearChain(emissions, torch.zeros(2, 2, requires_grad=True))
    loss = chain.log_partition() - chain.restrict(allowed).log_partition()
    (loss - chain.log_prob(torch.zeros(1, 3, dtype=torch.long))).sum().backward()
    with torch.no_grad():
        chain = LinearChain(emissions)
        chain.viterbi()
        chain.log_prob(chain.kbest(2).paths)
    return time.perf_counter() - started


def main() -> None:
    with TemporaryDirectory() as cache:
        for process in ("first process", "second process"):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.crf.compiling", "steps"],
                env=os.environ | {"NUMBA_CACHE_DIR": cache},
                capture_output=True,
                text=True,
                check=True,
            )
            print(f"{process}: {float(done.stdout):.1f} s")


if __name__ == "__main__":
    if sys.argv[1:] == ["steps"]:
        print(steps())
    else:
        main()
