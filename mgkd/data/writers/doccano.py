"""Writing what the annotation tool doccano imports."""

import json
from collections.abc import Iterator

from mgkd.data.sentence import Sentence
from mgkd.data.splitters import Splitter
from mgkd.data.writers.base import FileWriter, writers
from mgkd.data.writers.joining import Joining


@writers.register("doccano")
class DoccanoWriter(FileWriter):
    """One object a line: {"id": "1", "text": "Mira left", "label": [[0, 4, "PER"]]}.

    Offsets count characters (code points). An unlabelled sentence has no "label".

    Args:
        joiner: what stands between tokens, such as a space.
        splitter: what the text will be cut into tokens with; {"type": "characters"} unless given.
            A sentence that it would cut otherwise is refused.
    """

    def __init__(self, joiner: str = "", splitter: Splitter | None = None) -> None:
        self.joining = Joining(joiner, splitter)

    def texts(self, sentences: Iterator[Sentence]) -> Iterator[str]:
        for sentence in sentences:
            value = {} if sentence.id is None else {"id": sentence.id}
            value["text"] = self.joining.text(sentence, self.refuse)
            if sentence.spans is not None:
                spans = self.joining.spans(sentence)
                value["label"] = [[span.start, span.end, span.label] for span in spans]
            yield json.dumps(value, ensure_ascii=False) + "\n"
