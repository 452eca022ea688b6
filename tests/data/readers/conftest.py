"""Helpers for reading small files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mgkd.data import Reader, Sentence


@pytest.fixture
def read(tmp_path) -> Callable[[Reader, str | bytes], list[Sentence]]:
    """Reads text, or raw bytes, as a file named sample.txt."""

    def of(reader: Reader, content: str | bytes) -> list[Sentence]:
        path: Path = tmp_path / "sample.txt"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return list(reader.read(path))

    return of
