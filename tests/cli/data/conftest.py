from tests.data.obtaining.conftest import publisher
from tests.models.conftest import bert

__all__ = ["bert", "publisher"]
