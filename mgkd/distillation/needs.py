"""What a loss asks of the teacher."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
        scores: the scores of its chain, and so its distribution over all label sequences:
            marginals, at any temperature, and whatever else a `LinearChain` can tell.
    """

    paths: int | str = 0
    scores: bool = False

    def given(self, arguments: Named) -> Needs:
        """The same with the value of an argument in place of its name."""
        return replace(self, paths=arguments[self.paths]) if isinstance(self.paths, str) else self

    def __or__(self, other: Needs) -> Needs:
        """What satisfies both; of needs without names."""
        return Needs(paths=max(self.paths, other.paths), scores=self.scores or other.scores)

    def __le__(self, other: Needs) -> bool:
        """Whether what satisfies the other satisfies this; of needs without names."""
        return (self | other) == other

    def __bool__(self) -> bool:
        return self != Needs()

    def __str__(self) -> str:
        paths = f"the {self.paths} best label sequences" if self.paths else ""
        return " and ".join(filter(None, [paths, "the scores" if self.scores else ""]))
