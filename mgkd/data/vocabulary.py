"""Numbers for tokens."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence


class Vocabulary:
    """Distinct tokens with their ids; 0 is padding and 1 stands for every unknown token.

    Args:
        tokens: the known tokens in the order of their ids, which begin at 2.

    Raises:
        ValueError: when a token is repeated.
    """

    PADDING = 0
    UNKNOWN = 1
    SPECIAL = ("<pad>", "<unk>")

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = (*self.SPECIAL, *tokens)
        first = len(self.SPECIAL)
        # A text may hold "<pad>" as a token of its own: specials are found by id alone.
        self._ids = {token: index for index, token in enumerate(tokens, start=first)}
        if len(self._ids) < len(tokens):
            [(token, _)] = Counter(tokens).most_common(1)
            raise ValueError(f"the token {token!r} stands in the vocabulary more than once")

    @classmethod
    def build(cls, sentences: Iterable[Sequence[str]], min_count: int = 1) -> "Vocabulary":
        """All tokens that occur at least `min_count` times, the most frequent first.

        Equally frequent tokens are ordered by code point, so the ids never depend on the order of
        the sentences.
        """
        return cls.of(Counter(token for tokens in sentences for token in tokens), min_count)

    @classmethod
    def of(cls, counts: Mapping[str, int], min_count: int = 1) -> "Vocabulary":
        """The same of tokens that have been counted."""
        frequent = [token for token, count in counts.items() if count >= min_count]
        return cls(sorted(frequent, key=lambda token: (-counts[token], token)))

    def __len__(self) -> int:
        return len(self.tokens)

    def __contains__(self, token: str) -> bool:
        return token in self._ids

    def __eq__(self, other: object) -> bool:
        return self.tokens == other.tokens if isinstance(other, Vocabulary) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.tokens)

    def ids(self, tokens: Iterable[str]) -> list[int]:
        """One id a token."""
        return [self._ids.get(token, self.UNKNOWN) for token in tokens]

    def coverage(self, sentences: Iterable[Sequence[str]]) -> float:
        """Share of the token occurrences that are known, from 0 to 1; 1 when there are none."""
        known = [token in self._ids for tokens in sentences for token in tokens]
        return sum(known) / len(known) if known else 1.0

    def to_json(self) -> list[str]:
        """The known tokens, a plain value for a JSON file."""
        return list(self.tokens[len(self.SPECIAL) :])

    @classmethod
    def from_json(cls, value: Sequence[str]) -> "Vocabulary":
        """What `to_json` wrote."""
        return cls(value)
