"""Batches of sentences of similar length, so that little of a batch is padding."""

import random
from collections.abc import Sequence

POOL = 50  # batches that are sorted together
NOISE = 0.1  # share of its length by which a sentence may move in the sorting


def bucketed_batches(
    lengths: Sequence[int], batch_size: int, seed: int, epoch: int
) -> list[list[int]]:
    """Indices in batches for one epoch of training: random, yet of similar length.

    The indices are shuffled and cut into pools; a pool is sorted by length, with some noise so
    that the same sentences do not always meet, and cut into batches; the batches are shuffled.
    Every index occurs exactly once, and the result depends on the arguments alone.
    """
    _check_size(batch_size)
    generator = random.Random(f"{seed}/{epoch}")
    order = list(range(len(lengths)))
    generator.shuffle(order)
    batches = []
    for pool in _cut(order, POOL * batch_size):
        noisy = {i: lengths[i] * generator.uniform(1 - NOISE, 1 + NOISE) for i in pool}
        batches += _cut(sorted(pool, key=noisy.__getitem__), batch_size)
    generator.shuffle(batches)
    return batches


def sequential_batches(lengths: Sequence[int], batch_size: int) -> list[list[int]]:
    """Indices in batches for inference, the longest sentences first.

    Results are put back in order by writing the j-th of a batch to place `batch[j]`. The longest
    come first so that a batch too large for the memory fails at once.
    """
    _check_size(batch_size)
    return _cut(sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)), batch_size)


def _cut(items: list[int], size: int) -> list[list[int]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _check_size(batch_size: int) -> None:
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1, found {batch_size}")
