from tests.data.obtaining.conftest import publisher

__all__ = ["publisher"]
