"""Batches that other processes prepare are those that would be made here, in the same order."""

import os

import pytest
import torch

from mgkd.training.ahead import in_order


class Squares:
    """Batches that say who made them."""

    def __len__(self) -> int:
        return 20

    def __getitem__(self, position: int) -> dict:
        return {"square": torch.tensor([position**2]), "process": os.getpid()}


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_batches_come_in_the_order_asked_for(workers):
    order = [3, 3, 19, 0, 7]
    found = list(in_order(Squares(), order, workers))
    assert [batch["square"].item() for batch in found] == [position**2 for position in order]
    assert all((batch["process"] == os.getpid()) == (workers == 0) for batch in found)


def test_preparing_ahead_draws_no_random_number_here():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    list(in_order(Squares(), [1, 2], 1))
    assert torch.equal(torch.rand(3), expected)


def test_what_goes_wrong_in_a_process_is_told_here():
    with pytest.raises(ZeroDivisionError):
        list(in_order(_Broken(), [0], 1))


class _Broken(Squares):
    def __getitem__(self, position: int) -> dict:
        raise ZeroDivisionError(position)
