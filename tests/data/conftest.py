"""Where the tests of this room find their files."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def formats() -> Path:
    """The folder with the smallest file of each format."""
    return ROOT / "fixtures" / "formats"


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder with published corpora; tests that need it are skipped where there is none."""
    shared = Path(os.environ.get("MGKD_SHARED", ROOT.parent / "shared"))
    folder = shared / "data"
    if not folder.is_dir():
        pytest.skip(f"no published corpora in {folder}; MGKD_SHARED names another place")
    return folder
