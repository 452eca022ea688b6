"""Writing JSON lines, which can say everything that a sentence holds."""

import json
from collections.abc import Iterator
from typing import Any

from mgkd.data.sentence import Sentence
from mgkd.data.writers.base import Writer, writers


@writers.register("jsonl")
class JsonLinesWriter(Writer):
    """One object a line: {"tokens": [...], "spans": [{"start": ..., "end": ..., "label": ...}]}.

    Offsets count tokens, and `end` is exclusive. An unlabelled sentence has no "spans"; an "id"
    stands where a sentence has one.
    """

    def texts(self, sentences: Iterator[Sentence]) -> Iterator[str]:
        for sentence in sentences:
            yield json.dumps(_value(sentence), ensure_ascii=False) + "\n"


def _value(sentence: Sentence) -> dict[str, Any]:
    value: dict[str, Any] = {} if sentence.id is None else {"id": sentence.id}
    value["tokens"] = list(sentence.tokens)
    if sentence.spans is not None:
        value["spans"] = [
            {"start": span.start, "end": span.end, "label": span.label} for span in sentence.spans
        ]
    return value
