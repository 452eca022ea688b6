"""Which sentences occur elsewhere as well, and which occur again."""

from collections.abc import Collection

import numpy as np

from mgkd.data.sentence import Sentence


class KnownSentences:
    """The token sequences of some sentences, 8 bytes each.

    Two different ones are taken for the same with a probability of about n / 2**64, with n of
    them known.
    """

    def __init__(self, sentences: Collection[Sentence]) -> None:
        self._keys = np.unique(keys_of(sentences))

    def __contains__(self, sentence: Sentence) -> bool:
        key = np.uint64(_key(sentence))
        place = np.searchsorted(self._keys, key)
        return bool(place < len(self._keys) and self._keys[place] == key)

    def among(self, keys: np.ndarray) -> np.ndarray:
        """[N] bool: which of the sentences with these keys are known."""
        return np.isin(keys, self._keys)


def first_places(sentences: Collection[Sentence]) -> np.ndarray:
    """[D] int64: where each token sequence occurs for the first time, in order.

    As with `KnownSentences`, two different ones are hardly ever taken for the same.
    """
    return np.flatnonzero(first_among(keys_of(sentences)))


def first_among(keys: np.ndarray) -> np.ndarray:
    """[N] bool: where each key occurs for the first time."""
    _, places = np.unique(keys, return_index=True)
    first = np.zeros(len(keys), bool)
    first[places] = True
    return first


def keys_of(sentences: Collection[Sentence]) -> np.ndarray:
    """[N] uint64: a number for the tokens of each."""
    return np.fromiter(map(_key, sentences), np.uint64, len(sentences))


def _key(sentence: Sentence) -> int:
    return int(sentence.fingerprint[:16], 16)
