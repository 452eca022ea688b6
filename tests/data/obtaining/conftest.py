import os

import pytest

from mgkd.data.obtaining import fetching
from tests.data.obtaining.publisher import publishing


@pytest.fixture
def publisher(monkeypatch):
    """A server of this test's own, asked again without waiting."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(fetching, "WAITS", (0.0, 0.0))
    with publishing() as publisher:
        yield publisher
