"""What a loss asks of the teacher."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Needs:
    """What must be known of the teacher for every sentence; only that is computed and stored.

    Attributes:
        paths: how many of the teacher's best label sequences; 0 for none.
    """

    paths: int = 0

    def __or__(self, other: "Needs") -> "Needs":
        """What satisfies both."""
        return Needs(paths=max(self.paths, other.paths))

    def __bool__(self) -> bool:
        return self.paths > 0
