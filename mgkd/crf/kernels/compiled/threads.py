"""Rows of a batch shared out among as many threads as torch is set to.

Kernels run without the interpreter's lock, so plain threads do; they can be used from any thread of
a program and after a fork, which OpenMP's cannot.
"""

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import torch
from torch import Tensor

# Products below which a second thread costs more than it saves, about a tenth of a millisecond's.
_WORTH_A_THREAD = 1 << 19


def over_rows(kernel: Callable, lengths: Tensor, labels: int, *arguments: object) -> None:
    """kernel(*arguments, first, last) for ranges that cover all rows."""
    batch = len(lengths)
    threads = min(torch.get_num_threads(), batch)
    if threads > 1:
        threads = min(threads, max(1, int(lengths.sum()) * labels * labels // _WORTH_A_THREAD))
    if threads == 1:
        kernel(*arguments, 0, batch)
        return
    bounds = _balanced(lengths, threads)
    (first, last), *ranges = itertools.pairwise(bounds)
    others = [_pool(threads - 1).submit(kernel, *arguments, *rows) for rows in ranges]
    kernel(*arguments, first, last)
    for other in others:
        other.result()


def _balanced(lengths: Tensor, parts: int) -> list[int]:
    """Bounds of ranges of rows with about as many tokens in each."""
    ends = lengths.cumsum(0)
    shares = torch.arange(1, parts) * ends[-1] / parts
    return [0, *torch.searchsorted(ends, shares.to(ends.dtype)).add(1).tolist(), len(lengths)]


@cache
def _pool(size: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(size, thread_name_prefix="mgkd-crf")


# The threads of a pool stay behind in the parent process.
os.register_at_fork(after_in_child=_pool.cache_clear)
