"""What all tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("HF_HUB_OFFLINE", "1")
# Of the little that a test computes threads make more work; they are several processes already.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# A busy machine may be slow once; no example is about speed. Continuous integration tries the same
# examples every time, and everyone else new ones.
settings.register_profile("mgkd", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("mgkd")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
