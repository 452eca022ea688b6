"""Writing JSON lines, which can say everything that a sentence holds."""

import json
from collections.abc import Iterator
from typing import Any, Literal

from mgkd.config import Arguments, Problem, obey
from mgkd.data.readers.offsets import Ends
from mgkd.data.sentence import Sentence
from mgkd.data.splitters import Splitter
from mgkd.data.writers.base import FileWriter, writers
from mgkd.data.writers.joining import Joining


def tokens_are_not_joined(config: Arguments) -> Iterator[Problem]:
    for name in ("joiner", "splitter"):
        if config["form"] == "tokens" and config[name]:
            yield config.problem(name, 'is for texts; set form to "text"')


@writers.register("jsonl")
class JsonLinesWriter(FileWriter):
    """One object a line: {"tokens": [...], "spans": [{"start": ..., "end": ..., "label": ...}]}.

    An unlabelled sentence has no "spans"; an "id" stands where a sentence has one.

    Args:
        form: "tokens": offsets count these. "text": {"text": "...", "spans": [...]}, where
            offsets count characters (code points).
        ends: whether a span's end is the position behind it, or its last one.
        joiner: what stands between tokens in a text, such as a space.
        splitter: what a text will be cut into tokens with; {"type": "characters"} unless given.
            A sentence that it would cut otherwise is refused.
    """

    rules = (tokens_are_not_joined,)

    def __init__(
        self,
        form: Literal["tokens", "text"] = "tokens",
        ends: Ends = "exclusive",
        joiner: str = "",
        splitter: Splitter | None = None,
    ) -> None:
        obey(self.rules, form=form, joiner=joiner, splitter=splitter)
        self.form = form
        self.joining = Joining(joiner, splitter)
        self.past = 1 if ends == "inclusive" else 0

    def texts(self, sentences: Iterator[Sentence]) -> Iterator[str]:
        for sentence in sentences:
            yield json.dumps(self._value(sentence), ensure_ascii=False) + "\n"

    def _value(self, sentence: Sentence) -> dict[str, Any]:
        value: dict[str, Any] = {} if sentence.id is None else {"id": sentence.id}
        spans = sentence.spans
        if self.form == "text":
            value["text"] = self.joining.text(sentence, self.refuse)
            spans = self.joining.spans(sentence)
        else:
            value["tokens"] = list(sentence.tokens)
        if sentence.spans is not None:
            value["spans"] = [
                {"start": span.start, "end": span.end - self.past, "label": span.label}
                for span in spans
            ]
        return value
