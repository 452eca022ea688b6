"""Positions within words, written behind characters: "科0 技1 大0 学1"."""

DIGITS = "0123456789"


class PositionSuffix:
    """Strips positions from the tokens of one sentence, in order.

    A position is a decimal number and has two digits from the eleventh character of a word on,
    where "p10" might be "p" at 10 or "p1" at 0. What came before decides: after position 9 comes
    10 or a new word, and 10 is taken, since tokens are single characters. Elsewhere the position
    is the last digit, whatever its value.
    """

    def __init__(self) -> None:
        self._previous = -1

    def strip(self, token: str) -> tuple[str | None, bool]:
        """The token without its position, None when it has none; and whether the position carries
        on from the token before or begins a word."""
        following = self._previous + 1
        if following > 9 and token.endswith(str(following)) and len(token) > len(str(following)):
            self._previous = following
            return token.removesuffix(str(following)), True
        if len(token) < 2 or token[-1] not in DIGITS:
            self._previous = -1
            return None, False
        position = int(token[-1])
        in_sequence = position in (0, following)
        self._previous = position
        return token[:-1], in_sequence


def with_positions(words: list[list[str]]) -> list[str]:
    """The tokens of words, each with its position within its word behind it."""
    return [f"{token}{position}" for word in words for position, token in enumerate(word)]
