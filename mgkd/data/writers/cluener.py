"""Writing the format of CLUENER 2020."""

import json
from collections.abc import Iterator

from mgkd.data.sentence import Sentence
from mgkd.data.writers.base import FileWriter, writers
from mgkd.data.writers.joining import Joining


@writers.register("cluener")
class CluenerWriter(FileWriter):
    """One object a line: {"text": "...", "label": {TYPE: {TEXT: [[START, LAST], ...]}}}.

    For tokens that are single characters. Unlabelled sentences have no "label".
    """

    def texts(self, sentences: Iterator[Sentence]) -> Iterator[str]:
        joining = Joining()
        for sentence in sentences:
            value = {} if sentence.id is None else {"id": sentence.id}
            text = value["text"] = joining.text(sentence, self.refuse)
            if sentence.spans is not None:
                label: dict[str, dict[str, list[list[int]]]] = {}
                for span in joining.spans(sentence):
                    places = label.setdefault(span.label, {})
                    mention = text[span.start : span.end]
                    places.setdefault(mention, []).append([span.start, span.end - 1])
                value["label"] = label
            yield json.dumps(value, ensure_ascii=False) + "\n"
