"""A loss of the user's own."""

from benchmarks.config.toy import Loss


class Flat(Loss):
    def __init__(self, weight: float = 1.0) -> None:
        self.weight = weight
