"""Leaving the process as it was."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from mgkd.config import temporary_registrations


@contextmanager
def no_trace() -> Iterator[Path]:
    """A folder that is gone on leaving; so is whatever was registered inside, and every random
    number generator and torch's wish for repeatable kernels are as they were.
    """
    python, numpy = random.getstate(), np.random.get_state()
    deterministic = torch.are_deterministic_algorithms_enabled()
    warning_only = torch.is_deterministic_algorithms_warn_only_enabled()
    benchmark = torch.backends.cudnn.benchmark
    filling = torch.utils.deterministic.fill_uninitialized_memory
    try:
        with torch.random.fork_rng(), temporary_registrations(), TemporaryDirectory() as folder:
            yield Path(folder)
    finally:
        random.setstate(python)
        np.random.set_state(numpy)
        torch.use_deterministic_algorithms(deterministic, warn_only=warning_only)
        torch.backends.cudnn.benchmark = benchmark
        torch.utils.deterministic.fill_uninitialized_memory = filling
