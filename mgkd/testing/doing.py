"""Errors that come up inside a component under check."""

from types import TracebackType


class Doing:
    """Turns an error raised within into an AssertionError that says what was being done.

    Args:
        what: a noun phrase, such as "MyLoss on one-token sentences".
        but: errors that pass as they are, besides AssertionErrors.
    """

    def __init__(self, what: str, but: type[Exception] = AssertionError) -> None:
        self.what = what
        self.but = (AssertionError, but)

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, self.but):
            raise AssertionError(f"{self.what}: raised {type(error).__name__}: {error}") from error
