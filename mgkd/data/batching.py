"""Batches of sentences of similar length, so that little of a batch is padding."""

import random
from array import array
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

POOL = 50  # batches that are sorted together
NOISE = 0.1  # share of its length by which a sentence may move in the sorting


class Batches(Sequence[list[int]]):
    """Indices in batches, held in 8 bytes an index however many there are.

    Args:
        batches: the batches in their order; none is empty.
    """

    def __init__(self, batches: Iterable[Sequence[int]]) -> None:
        self._indices = array("Q")
        self._ends = array("Q", [0])
        for batch in batches:
            self._indices.extend(batch)
            self._ends.append(len(self._indices))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, position: int) -> list[int]:
        position = range(len(self))[position]
        return self._indices[self._ends[position] : self._ends[position + 1]].tolist()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Batches):
            return NotImplemented
        return (self._indices, self._ends) == (other._indices, other._ends)

    __hash__ = None

    def shuffled(self, generator: random.Random) -> "Batches":
        """The same batches in a random order."""
        order = array("Q", range(len(self)))
        generator.shuffle(order)
        return Batches(self[position] for position in order)


def bucketed_batches(
    lengths: Sequence[int],
    batch_size: int,
    seed: int,
    epoch: int,
    batch_tokens: int | None = None,
    indices: Sequence[int] | None = None,
) -> Batches:
    """Indices in batches for one epoch of training: random, yet of similar length.

    The indices are shuffled and cut into pools; a pool is sorted by length, with some noise so
    that the same sentences do not always meet, and cut into batches; the batches are shuffled.
    Every index occurs exactly once, and the result depends on the arguments alone.

    Args:
        batch_size: sentences in a batch, at most.
        batch_tokens: tokens in a batch, padding included, at most; None: any number. A sentence
            that is longer is a batch by itself.
        indices: those that take part, each once; None: all.

    Raises:
        ValueError: when a batch could hold nothing.
    """
    _check_sizes(batch_size, batch_tokens)
    generator = random.Random(f"{seed}/{epoch}")
    order = array("Q", range(len(lengths)) if indices is None else indices)
    generator.shuffle(order)
    pools = _cut(order, POOL * batch_size)
    sorted_pools = (_by_noisy_length(pool, lengths, generator) for pool in pools)
    return Batches(
        batch for pool in sorted_pools for batch in _packed(pool, lengths, batch_size, batch_tokens)
    ).shuffled(generator)


def sequential_batches(
    lengths: Sequence[int], batch_size: int, batch_tokens: int | None = None
) -> Batches:
    """Indices in batches for inference, the longest sentences first.

    Results are put back in order by writing the j-th of a batch to place `batch[j]`. The longest
    come first so that a batch too large for the memory fails at once. Arguments and errors are
    those of `bucketed_batches`.
    """
    _check_sizes(batch_size, batch_tokens)
    order = np.argsort(-np.asarray(lengths, dtype=np.int64), kind="stable")
    return Batches(_packed(order, lengths, batch_size, batch_tokens))


def _by_noisy_length(
    pool: Sequence[int], lengths: Sequence[int], generator: random.Random
) -> list[int]:
    noisy = {i: int(lengths[i]) * generator.uniform(1 - NOISE, 1 + NOISE) for i in pool}
    return sorted(pool, key=noisy.__getitem__)


def _packed(
    order: Iterable[int], lengths: Sequence[int], batch_size: int, batch_tokens: int | None
) -> Iterator[list[int]]:
    """Batches of neighbours, each filled until the next sentence would be too much."""
    batch: list[int] = []
    longest = 0
    for index in map(int, order):
        longest = max(longest, int(lengths[index]))
        padded = (len(batch) + 1) * longest
        is_too_much = batch_tokens is not None and padded > batch_tokens
        if batch and (len(batch) == batch_size or is_too_much):
            yield batch
            batch, longest = [], int(lengths[index])
        batch.append(index)
    if batch:
        yield batch


def _cut(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _check_sizes(batch_size: int, batch_tokens: int | None) -> None:
    for name, size in (("batch_size", batch_size), ("batch_tokens", batch_tokens)):
        if size is not None and size < 1:
            raise ValueError(f"{name} must be at least 1, found {size}")
