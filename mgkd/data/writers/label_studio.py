"""Writing tasks that the annotation tool Label Studio imports."""

import json
from collections.abc import Iterator
from typing import Any

from mgkd.data.sentence import Sentence
from mgkd.data.splitters import Splitter
from mgkd.data.writers.base import FileWriter, writers
from mgkd.data.writers.joining import Joining


@writers.register("label_studio")
class LabelStudioWriter(FileWriter):
    """An array of tasks, one a line, with the text and, of labelled sentences, one annotation.

    Offsets count characters (code points).

    Args:
        joiner: what stands between tokens, such as a space.
        splitter: what the text will be cut into tokens with; {"type": "characters"} unless given.
            A sentence that it would cut otherwise is refused.
        text_key: the key of the text in a task's data, and the name of the Text tag.
        label_key: the name of the Labels tag.
    """

    def __init__(
        self,
        joiner: str = "",
        splitter: Splitter | None = None,
        text_key: str = "text",
        label_key: str = "label",
    ) -> None:
        self.joining = Joining(joiner, splitter)
        self.text_key = text_key
        self.label_key = label_key

    def texts(self, sentences: Iterator[Sentence]) -> Iterator[str]:
        yield "["
        before = "\n"
        for sentence in sentences:
            yield before + json.dumps(self._task(sentence), ensure_ascii=False)
            before = ",\n"
        yield "\n]\n"

    def _task(self, sentence: Sentence) -> dict[str, Any]:
        text = self.joining.text(sentence, self.refuse)
        task: dict[str, Any] = {} if sentence.id is None else {"id": sentence.id}
        task |= {"data": {self.text_key: text}, "annotations": []}
        if sentence.spans is not None:
            results = [
                {
                    "type": "labels",
                    "from_name": self.label_key,
                    "to_name": self.text_key,
                    "value": {
                        "start": span.start,
                        "end": span.end,
                        "text": text[span.start : span.end],
                        "labels": [span.label],
                    },
                }
                for span in self.joining.spans(sentence)
            ]
            task["annotations"].append({"result": results})
        return task
