"""Batches in the order of training, prepared ahead by other processes if asked."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch.utils.data import DataLoader

AHEAD = 4  # batches that each process has ready


class _Chosen(Sequence[Any]):
    """Items of a sequence in another order; each is made when it is asked for."""

    def __init__(self, items: Sequence[Any], order: Sequence[int]) -> None:
        self._items, self._order = items, order

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, position: int) -> Any:
        return self._items[self._order[position]]


def in_order(batches: Sequence[Any], order: Sequence[int], workers: int) -> Iterator[Any]:
    """The batches at these positions, one by one.

    Args:
        workers: processes that make them ahead; 0: each is made here when its turn comes. Nothing
            is drawn from the random number generators of this process.
    """
    chosen = _Chosen(batches, order)
    if workers == 0:
        yield from chosen
        return
    yield from DataLoader(
        chosen,
        batch_size=None,
        num_workers=workers,
        collate_fn=_unchanged,
        prefetch_factor=AHEAD,
        generator=torch.Generator(),
    )


def _unchanged(batch: Any) -> Any:
    return batch
