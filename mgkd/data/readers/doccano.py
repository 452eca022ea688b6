"""What the annotation tool doccano exports for sequence labelling, as JSON lines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.readers.json_values import identity, json_lines, note_unread, text_of
from mgkd.data.readers.offsets import SpanFormat, Unit
from mgkd.data.readers.overlaps import OnOverlap
from mgkd.data.readers.texts import Texts
from mgkd.data.sentence import Sentence, Span
from mgkd.data.sentence_bounds import Language
from mgkd.data.splitters import Splitter

LISTS = ("label", "labels", "entities")  # one export has one of them
EMPTY_MEANS_NOTHING = ("relations", "Comments", "comments", "cats")
ENTITIES = SpanFormat("start_offset", "end_offset", further_keys=frozenset({"id"}))


@readers.register("doccano")
class DoccanoReader(Reader):
    """JSON lines as doccano exports them, without relations or with them.

        {"id": 1, "text": "Mira left", "label": [[0, 4, "PER"]]}
        {"id": 1, "text": "Mira left", "relations": [], "entities":
            [{"id": 7, "label": "PER", "start_offset": 0, "end_offset": 4}]}

    Offsets count characters and ends are exclusive. doccano writes an empty list whether nobody
    has looked at a text or there is nothing in it; both are read as a sentence without entities.
    A text without such a list is unlabelled.

    Args:
        splitter: how a text is cut into tokens; {"type": "characters"} unless given.
        unit: what offsets count; early versions count in UTF-16.
        on_overlap: what becomes of entities that overlap or are nested: an "error"; "outermost"
            keeps the longest, of equally long ones the first, and counts what it leaves out.
        language: split texts into sentences by the rules of this language, such as "en" or "zh",
            which needs the extra mgkd[sentences]; null: each text is a sentence.
        on_problem: "raise", or "repair" and count, as for jsonl.
    """

    def __init__(
        self,
        splitter: Splitter | None = None,
        unit: Unit = "characters",
        on_overlap: OnOverlap = "error",
        language: Language | None = None,
        on_problem: OnProblem = "raise",
    ) -> None:
        super().__init__(on_problem)
        self.texts = Texts(splitter, language, on_overlap, unit)

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        for number, value in json_lines(self, path, lines):
            silent = {key for key in EMPTY_MEANS_NOTHING if value.get(key) in ([], {}, None)}
            note_unread(self, path, number, value, {"id", "text", *LISTS, *silent})
            text = text_of(self, path, number, value, "text")
            spans = self._spans(path, number, value)
            name = identity(self, path, number, value.get("id"))
            yield from self.texts.sentences(self, path, number, text, spans, name)

    def _spans(self, path: Path, number: int, value: dict[str, Any]) -> list[Span] | None:
        keys = [key for key in LISTS if value.get(key) is not None]
        if len(keys) > 1:
            self.fail(path, number, f"both {keys[0]!r} and {keys[1]!r}: which are the entities?")
        if not keys:
            return None
        form = ENTITIES if keys[0] == "entities" else SpanFormat()
        return form.spans(self, path, number, value[keys[0]], keys[0])
