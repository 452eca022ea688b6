"""Random number generators: seeding them, and keeping their states."""

import os
import random
from typing import Any

import numpy as np
import torch


def seed_everything(seed: int) -> None:
    """Seeds Python, NumPy and torch on every device, and asks for repeatable kernels.

    An operation that torch only has in an unrepeatable form on this device warns when it is used.

    Args:
        seed: from 0 to 2^32 - 1.
    """
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    # cuBLAS reads this when it starts, so it only helps a program that has not multiplied yet.
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.backends.cudnn.benchmark = False
    torch.use_deterministic_algorithms(True, warn_only=True)
    # Filling fresh memory only helps programs that read what they never wrote.
    torch.utils.deterministic.fill_uninitialized_memory = False


def generator_states(device: torch.device) -> dict[str, Any]:
    """The states of all generators, in types that `torch.load(weights_only=True)` accepts."""
    algorithm, keys, position, has_gauss, cached = np.random.get_state(legacy=True)
    states: dict[str, Any] = {
        "python": random.getstate(),
        "numpy": (algorithm, keys.tolist(), position, has_gauss, cached),
        "torch": torch.get_rng_state(),
    }
    if device.type != "cpu":
        states["device"] = torch.get_device_module(device).get_rng_state()
    return states


def restore_generators(states: dict[str, Any], device: torch.device) -> None:
    """Puts all generators into states taken by `generator_states` on the same kind of device."""
    random.setstate(states["python"])
    np.random.set_state(states["numpy"])
    torch.set_rng_state(states["torch"])
    if device.type != "cpu":
        torch.get_device_module(device).set_rng_state(states["device"])
