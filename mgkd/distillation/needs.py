"""What a loss asks of the teacher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


class Named(Protocol):
    """Arguments by their names."""

    def __getitem__(self, name: str) -> Any: ...


@dataclass(frozen=True)
class Needs:
    """What must be known of the teacher for every sentence; only that is computed and stored.

    Attributes:
        paths: how many of the teacher's best label sequences; 0 for none. On a class, the name of
            the argument that says how many, so that a config tells what its losses need without
            any being built.
    """

    paths: int | str = 0

    def given(self, arguments: Named) -> Needs:
        """The same with the value of an argument in place of its name."""
        return Needs(arguments[self.paths]) if isinstance(self.paths, str) else self

    def __or__(self, other: Needs) -> Needs:
        """What satisfies both; of needs without names."""
        return Needs(paths=max(self.paths, other.paths))

    def __bool__(self) -> bool:
        return self.paths != 0
