import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from mgkd.config import UserError
from mgkd.deployment import require_space


@pytest.fixture
def free(monkeypatch):
    """free(bytes): as much as every disk has; gives the places that were asked about."""

    def limit(count: int) -> list:
        asked = []
        monkeypatch.setattr(
            shutil, "disk_usage", lambda place: asked.append(place) or SimpleNamespace(free=count)
        )
        return asked

    return limit


def test_enough(free, tmp_path):
    asked = free(36_000_000)
    require_space(tmp_path / "not" / "yet" / "there", 1_000_000)
    assert asked == [tmp_path]


def test_too_little(free, tmp_path):
    free(35_999_999)
    with pytest.raises(UserError, match=r"0.04 GB are needed in .*run.* 0.04 GB are free") as error:
        require_space(tmp_path / "run", 1_000_000)
    assert "--out DIR" in str(error.value)


def test_a_place_beside_the_working_directory(free, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    asked = free(10**12)
    require_space(Path("runs") / "new", 10)
    assert asked == [tmp_path]
