"""Rows of a batch shared out among as many threads as torch is set to.

Kernels run without the interpreter's lock, so plain threads do; they can be used from any thread of
a program and after a fork, which OpenMP's cannot.
"""

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import torch

from mgkd.crf.kernels.compiled.arrays import Prepared

# Products below which a second thread costs more than it saves, about a tenth of a millisecond's.
_WORTH_A_THREAD = 1 << 19


def over_rows(kernel: Callable, prepared: Prepared, *arguments: np.ndarray) -> np.ndarray:
    """kernel(scores..., *arguments, sure, first, last) for ranges that cover all rows.

    Returns sure [B] bool, in which the kernel says whether it could tell what it was asked of a
    row.
    """
    lengths = prepared.lengths
    sure = np.ones(len(lengths), dtype=np.bool_)
    arguments = *prepared.arrays, *arguments, sure
    threads = min(torch.get_num_threads(), len(lengths))
    if threads > 1:
        products = int(lengths.sum()) * prepared.shape[2] ** 2
        threads = max(1, min(threads, products // _WORTH_A_THREAD))
    if threads == 1:
        kernel(*arguments, 0, len(lengths))
        return sure
    (first, last), *ranges = itertools.pairwise(_balanced(lengths, threads))
    others = [_pool(threads - 1).submit(kernel, *arguments, *rows) for rows in ranges]
    kernel(*arguments, first, last)
    for other in others:
        other.result()
    return sure


def _balanced(lengths: np.ndarray, parts: int) -> list[int]:
    """Bounds of ranges of rows with about as many tokens in each."""
    ends = lengths.cumsum()
    shares = np.arange(1, parts) * ends[-1] / parts
    return [0, *(np.searchsorted(ends, shares) + 1).tolist(), len(lengths)]


@cache
def _pool(size: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(size, thread_name_prefix="mgkd-crf")


# The threads of a pool stay behind in the parent process.
os.register_at_fork(after_in_child=_pool.cache_clear)
