"""What a loss asks of the teacher."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

from mgkd.models.states import Inside


class Named(Protocol):
    """Arguments by their names."""

    def __getitem__(self, name: str) -> Any: ...


@dataclass(frozen=True)
class Needs:
    """What must be known of the teacher for every sentence; only that is computed and stored.

    Inner states are not stored: they would take far more room than time. A teacher whose states are
    needed runs alongside the training, and the student's own are then at hand as well.

    Attributes:
        paths: how many of the teacher's best label sequences; 0 for none. On a class, the name of
            the argument that says how many, so that a config tells what its losses need without
            any being built.
        scores: the scores of its chain, and so its distribution over all label sequences:
            marginals, at any temperature, and whatever else a `LinearChain` can tell.
        hidden: the vectors of all layers, of teacher and student.
        attention: what the attention layers compare, of teacher and student.
    """

    paths: int | str = 0
    scores: bool = False
    hidden: bool = False
    attention: bool = False

    @property
    def inside(self) -> Inside:
        """What of inner states."""
        return Inside(self.hidden, self.attention)

    @property
    def stored(self) -> Needs:
        """The rest, which is asked once and stored."""
        return replace(self, hidden=False, attention=False)

    def given(self, arguments: Named) -> Needs:
        """The same with the value of an argument in place of its name."""
        return replace(self, paths=arguments[self.paths]) if isinstance(self.paths, str) else self

    def __or__(self, other: Needs) -> Needs:
        """What satisfies both; of needs without names."""
        return Needs(
            paths=max(self.paths, other.paths),
            scores=self.scores or other.scores,
            hidden=self.hidden or other.hidden,
            attention=self.attention or other.attention,
        )

    def __le__(self, other: Needs) -> bool:
        """Whether what satisfies the other satisfies this; of needs without names."""
        return (self | other) == other

    def __bool__(self) -> bool:
        return self != Needs()

    def __str__(self) -> str:
        said = {
            f"the {self.paths} best label sequences": self.paths,
            "the scores": self.scores,
            f"the {self.inside}": self.inside,
        }
        return " and ".join(what for what, asked in said.items() if asked)
