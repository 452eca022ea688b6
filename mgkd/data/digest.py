"""What stands for many sentences in a fingerprint."""

import hashlib
from collections.abc import Iterable

from mgkd.data.sentence import Sentence, joined


class Digest:
    """64 hexadecimal digits for tokens, spans and order of sentences, taken one by one."""

    def __init__(self) -> None:
        self._content = hashlib.sha256()

    def add(self, sentence: Sentence) -> None:
        # No token holds a line break, so a tokens' line and a spans' line cannot be confused.
        self._content.update(joined(sentence.tokens) + b"\n")
        self._content.update(_written(sentence).encode("utf-8") + b"\n")

    def __str__(self) -> str:
        return self._content.hexdigest()


def digest_of(sentences: Iterable[Sentence]) -> str:
    """The digest of these sentences."""
    content = Digest()
    for sentence in sentences:
        content.add(sentence)
    return str(content)


def _written(sentence: Sentence) -> str:
    if sentence.spans is None:
        return "unlabelled"
    return repr([(span.start, span.end, span.label) for span in sentence.spans])
