"""Which sentences occur elsewhere as well."""

from collections.abc import Collection

import numpy as np

from mgkd.data.sentence import Sentence


class KnownSentences:
    """The token sequences of some sentences, 8 bytes each.

    Two different ones are taken for the same with a probability of about n / 2**64, with n of
    them known.
    """

    def __init__(self, sentences: Collection[Sentence]) -> None:
        keys = np.fromiter(map(_key, sentences), np.uint64, len(sentences))
        self._keys = np.unique(keys)

    def __contains__(self, sentence: Sentence) -> bool:
        key = np.uint64(_key(sentence))
        place = np.searchsorted(self._keys, key)
        return bool(place < len(self._keys) and self._keys[place] == key)


def _key(sentence: Sentence) -> int:
    return int(sentence.fingerprint[:16], 16)
