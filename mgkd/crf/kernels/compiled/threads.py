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

# What a thread has to have to do to be worth waking, in products of numbers and what else is done
# for a label of a token, in the time of as many products. About four tenths of a millisecond's,
# since a thread that has slept takes one or two of them to wake.
_WORTH_A_THREAD = 3_000_000
_BESIDE_PRODUCTS = 32


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
        labels = prepared.shape[2]
        work = int(lengths.sum()) * labels * (labels + _BESIDE_PRODUCTS)
        threads = max(1, min(threads, work // _WORTH_A_THREAD))
    if threads == 1:
        kernel(*arguments, 0, len(lengths))
        return sure
    (first, last), *ranges = itertools.pairwise(_balanced(lengths, threads))
    others = [_pool().submit(kernel, *arguments, *rows) for rows in ranges]
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
def _pool() -> ThreadPoolExecutor:
    """Starts a thread when one is wanted and none is free."""
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="mgkd-crf")


# The threads of a pool stay behind in the parent process.
os.register_at_fork(after_in_child=_pool.cache_clear)
