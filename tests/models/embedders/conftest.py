"""Vector files, and the means to write binary ones."""

from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(scope="session")
def vector_files(root) -> Path:
    """The folder with the bundled files of word vectors."""
    return root / "fixtures" / "vectors"


@pytest.fixture(scope="session")
def binary():
    """The bytes of word2vec's binary form, of words (text or bytes) and their numbers."""

    def written(rows, behind: bytes = b"\n") -> bytes:
        rows = list(rows)
        parts = [f"{len(rows)} {len(rows[0][1])}\n".encode()]
        for word, numbers in rows:
            word = word.encode() if isinstance(word, str) else word
            parts.append(word + b" " + np.array(numbers, dtype="<f4").tobytes() + behind)
        return b"".join(parts)

    return written
