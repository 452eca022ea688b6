"""Writing inline markup, for people to read and to correct."""

import re
from collections.abc import Iterator

from mgkd.data.sentence import Sentence
from mgkd.data.writers.base import FileWriter, writers


@writers.register("markup")
class MarkupWriter(FileWriter):
    """One sentence a line with entities as {text|TYPE}, of tokens that are single characters."""

    def texts(self, sentences: Iterator[Sentence]) -> Iterator[str]:
        for sentence in sentences:
            yield self._line(sentence) + "\n"

    def _line(self, sentence: Sentence) -> str:
        if sentence.spans is None:
            self.refuse(sentence, "markup cannot say that a sentence is unlabelled; use jsonl")
        for token in sentence.tokens:
            if len(token) != 1 or token.isspace():
                self.refuse(
                    sentence,
                    f"markup holds single characters other than spaces, not the token {token!r}",
                    "Write another format, such as conll",
                )
        pieces = [f"\\{token}" if token in r"{|}\\" else token for token in sentence.tokens]
        for span in sentence.spans:
            if re.search(r"[\s{|}\\]", span.label):
                self.refuse(sentence, f"the type {span.label!r} cannot be written in markup")
            pieces[span.start] = "{" + pieces[span.start]
            pieces[span.end - 1] += f"|{span.label}}}"
        return "".join(pieces)
