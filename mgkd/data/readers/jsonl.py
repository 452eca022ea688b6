"""JSON lines: one object a line, with tokens or with text."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.sentence import Sentence, Span
from mgkd.data.splitters import CharacterSplitter, Splitter, Token

READ_KEYS = {"id", "tokens", "text", "spans"}


@readers.register("jsonl")
class JsonLinesReader(Reader):
    """One JSON object a line; two forms, which may be mixed.

        {"tokens": ["南", "湖", "美"], "spans": [{"start": 0, "end": 2, "label": "LOC.NAM"}]}
        {"text": "南湖 美", "spans": [{"start": 0, "end": 2, "label": "LOC.NAM"}]}

    Offsets count tokens in the first form and characters (code points) of the text in the second;
    `end` is exclusive. Without "spans", or with null, the sentence is unlabelled. An "id", a string
    or a number, is kept.

    Args:
        splitter: how "text" is cut into tokens; {"type": "characters"} unless given.
        on_problem: "raise", or "repair" and count.
    """

    def __init__(self, splitter: Splitter | None = None, on_problem: OnProblem = "raise") -> None:
        super().__init__(on_problem)
        self.splitter = splitter or CharacterSplitter()

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        for number, line in lines:
            if line.strip():
                value = self._object(path, number, line)
                if "text" in value:
                    sentence = self._from_text(path, number, value)
                else:
                    sentence = self._from_tokens(path, number, value)
                if sentence is not None:
                    yield sentence

    def _object(self, path: Path, number: int, line: str) -> dict[str, Any]:
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            self.fail(path, number, f"not JSON: {error.msg} (character {error.colno})")
        if not isinstance(value, dict) or ("tokens" in value) == ("text" in value):
            self.fail(path, number, 'expected an object with either "tokens" or "text"')
        for key in value.keys() - READ_KEYS:
            self.note(path, number, f"key {key!r}, not read")
        if not isinstance(value.get("id"), str | int | None):
            self.fail(path, number, '"id" is neither a string nor a number')
        return value

    def _from_tokens(self, path: Path, number: int, value: dict[str, Any]) -> Sentence | None:
        tokens = value["tokens"]
        if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
            self.fail(path, number, '"tokens" is not a list of strings')
        spans = self._spans(path, number, value)
        return self._sentence(path, number, tokens, spans, value)

    def _from_text(self, path: Path, number: int, value: dict[str, Any]) -> Sentence | None:
        if not isinstance(value["text"], str):
            self.fail(path, number, '"text" is not a string')
        tokens = self.splitter.split(value["text"])
        spans = self._spans(path, number, value)
        if spans is not None:
            spans = [self._on_tokens(path, number, span, tokens) for span in spans]
        return self._sentence(path, number, [token.text for token in tokens], spans, value)

    def _sentence(
        self,
        path: Path,
        number: int,
        tokens: list[str],
        spans: list[Span] | None,
        value: dict[str, Any],
    ) -> Sentence | None:
        if not tokens and not spans:
            self.problem(
                path, number, "a sentence without tokens", "a sentence without tokens is left out"
            )
            return None
        name = value.get("id")
        return self.sentence(path, number, tokens, spans, None if name is None else str(name))

    def _spans(self, path: Path, number: int, value: dict[str, Any]) -> list[Span] | None:
        found = value.get("spans")
        if found is None:
            return None
        if not isinstance(found, list):
            self.fail(path, number, '"spans" is neither a list nor null')
        spans = [self._span(path, number, item) for item in found]
        return sorted(spans, key=lambda span: (span.start, span.end))

    def _span(self, path: Path, number: int, item: Any) -> Span:
        match item:
            # bool is a subclass of int, but true is not an offset.
            case {"start": int(start), "end": int(end), "label": str(label)} if not (
                isinstance(start, bool) or isinstance(end, bool)
            ):
                pass
            case _:
                self.fail(
                    path,
                    number,
                    f"a span is {json.dumps(item, ensure_ascii=False)}",
                    'It should be {"start": integer, "end": integer, "label": string}',
                )
        for key in item.keys() - {"start", "end", "label"}:
            self.note(path, number, f"key {key!r} of a span, not read")
        try:
            return Span(start, end, label)
        except ValueError as error:
            self.fail(path, number, str(error))

    def _on_tokens(self, path: Path, number: int, span: Span, tokens: list[Token]) -> Span:
        """A span of characters as a span of the tokens that it covers or touches."""
        touched = [i for i, t in enumerate(tokens) if t.start < span.end and span.start < t.end]
        place = f"the span of characters {span.start} to {span.end} ({span.label})"
        if not touched:
            self.fail(path, number, f"{place} covers no token of the text")
        first, last = touched[0], touched[-1]
        if (tokens[first].start, tokens[last].end) != (span.start, span.end):
            self.problem(
                path,
                number,
                f"{place} does not begin and end where tokens do",
                "a span is moved to the bounds of the tokens it touches",
                "Correct the span, or choose another splitter",
            )
        return Span(first, last + 1, span.label)
