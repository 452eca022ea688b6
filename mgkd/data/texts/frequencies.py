"""Tokens by their frequency."""

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate


class Frequencies:
    """Draws tokens as often as they occur.

    Args:
        counts: of each token.
    """

    def __init__(self, counts: Counter[str]) -> None:
        self._tokens = sorted(counts)
        self._ends = [*accumulate(counts[token] for token in self._tokens)]
        self._places = {token: place for place, token in enumerate(self._tokens)}

    @classmethod
    def of(cls, tokens: Iterable[str]) -> "Frequencies":
        return cls(Counter(tokens))

    def other_than(self, token: str, generator: random.Random) -> str:
        """Another token than this one; itself where there is no other."""
        place = self._places.get(token)
        start = end = 0
        if place is not None:
            start, end = self._ends[place - 1] if place else 0, self._ends[place]
        total = self._ends[-1] - (end - start)
        if not total:
            return token
        drawn = generator.randrange(total)
        return self._tokens[
            bisect_right(self._ends, drawn if drawn < start else drawn + end - start)
        ]
