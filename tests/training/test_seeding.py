import random

import numpy as np
import pytest
import torch

from mgkd.training import seed_everything
from mgkd.training.seeding import generator_states, restore_generators

CPU = torch.device("cpu")


def draw():
    numbers = [random.random(), random.gauss(0, 1), np.random.rand(), np.random.randn()]
    return [*numbers, *torch.rand(2).tolist(), torch.randn(()).item()]


def test_a_seed_decides_what_every_generator_gives():
    seed_everything(5)
    first = draw()
    seed_everything(5)
    assert draw() == first
    seed_everything(6)
    assert all(a != b for a, b in zip(draw(), first, strict=True))


def test_states_bring_generators_back_to_where_they_were():
    seed_everything(5)
    draw()  # leaves a second Gauss number pending in Python's and NumPy's generators
    states = generator_states(CPU)
    first = draw()
    seed_everything(9)
    restore_generators(states, CPU)
    assert draw() == first


def test_states_pass_a_loader_that_takes_data_only(tmp_path):
    torch.save(generator_states(CPU), tmp_path / "states.pt")
    seed_everything(1)
    restore_generators(torch.load(tmp_path / "states.pt", weights_only=True), CPU)
    torch.save(generator_states(CPU), tmp_path / "again.pt")
    first, second = (
        torch.load(tmp_path / name, weights_only=True) for name in ("states.pt", "again.pt")
    )
    assert torch.equal(first.pop("torch"), second.pop("torch"))
    assert first == second


def test_a_negative_seed_is_refused():
    with pytest.raises(ValueError):
        seed_everything(-1)
