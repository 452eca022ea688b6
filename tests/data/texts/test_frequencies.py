import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from mgkd.data.texts.frequencies import Frequencies


@given(st.text("abc", min_size=1), st.sampled_from("abcd"), st.integers(0, 99))
def test_another_token_that_occurs(tokens, token, seed):
    drawn = Frequencies.of(tokens).other_than(token, random.Random(seed))
    others = set(tokens) - {token}
    assert drawn in others if others else drawn == token


def test_as_often_as_they_occur():
    """Each of the numbers that are drawn among stands for one occurrence."""

    class Counting:
        """Draws every number once."""

        def __init__(self) -> None:
            self.next = 0

        def randrange(self, total: int) -> int:
            assert total == 4
            self.next += 1
            return self.next - 1

    frequencies, counting = Frequencies(Counter(a=3, b=5, c=1)), Counting()
    drawn = Counter(frequencies.other_than("b", counting) for _ in range(4))
    assert drawn == {"a": 3, "c": 1}
