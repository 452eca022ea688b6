"""CLUENER 2020: Chinese texts, a JSON object a line, entities by type and by text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.readers.json_values import identity, json_lines, note_unread, text_of
from mgkd.data.readers.offsets import check_mention, span_from
from mgkd.data.readers.overlaps import OnOverlap
from mgkd.data.readers.texts import Texts
from mgkd.data.sentence import Sentence, Span


@readers.register("cluener")
class CluenerReader(Reader):
    """CLUENER 2020: entities of a text by type, by what they say, and by where they stand.

        {"text": "小林在南湖", "label": {"name": {"小林": [[0, 1]]}, "address": {"南湖": [[3, 4]]}}}

    Offsets count characters (code points), spaces among them, and an end is the last character of
    its entity. Tokens are characters; spaces are none, so spans are moved by the spaces before
    them. A text without "label", as in the published test split, is unlabelled.

    Args:
        on_overlap: what becomes of entities that overlap or are nested: an "error"; "outermost"
            keeps the longest, of equally long ones the first, and counts what it leaves out.
        on_problem: "raise", or "repair" and count: entities whose text is not what stands at
            their offsets; spans that begin or end with a space; texts of nothing but spaces;
            bytes that are not UTF-8.
    """

    def __init__(self, on_overlap: OnOverlap = "error", on_problem: OnProblem = "raise") -> None:
        super().__init__(on_problem)
        self.texts = Texts(on_overlap=on_overlap)

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        for number, value in json_lines(self, path, lines):
            note_unread(self, path, number, value, {"id", "text", "label"})
            text = text_of(self, path, number, value, "text")
            spans = None
            if value.get("label") is not None:
                spans = list(self._spans(path, number, text, value["label"]))
            name = identity(self, path, number, value.get("id"))
            yield from self.texts.sentences(self, path, number, text, spans, name)

    def _spans(self, path: Path, number: int, text: str, types: Any) -> Iterator[Span]:
        for label, mentions in self._items(path, number, types):
            for mention, places in self._items(path, number, mentions):
                if not isinstance(places, list):
                    self._fail_form(path, number)
                for place in places:
                    match place:
                        case [int(start), int(end)]:
                            span = span_from(self, path, number, start, end, label, "inclusive")
                            check_mention(self, path, number, text, span, mention)
                            yield span
                        case _:
                            self._fail_form(path, number)

    def _items(self, path: Path, number: int, value: Any) -> list[tuple[str, Any]]:
        if not isinstance(value, dict):
            self._fail_form(path, number)
        return list(value.items())

    def _fail_form(self, path: Path, number: int) -> NoReturn:
        form = '{TYPE: {TEXT: [[START, LAST], ...]}}, such as {"name": {"小林": [[0, 1]]}}'
        self.fail(path, number, f'"label" should be {form}')
