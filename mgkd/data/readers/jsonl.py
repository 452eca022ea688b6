"""JSON lines: one object a line, with tokens or with text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mgkd.config import Arguments, Problem, obey
from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.readers.json_values import identity, json_lines, note_unread, text_of
from mgkd.data.readers.offsets import Ends, SpanFormat, Unit
from mgkd.data.readers.overlaps import OnOverlap, flat
from mgkd.data.readers.texts import Texts, no_tokens
from mgkd.data.sentence import Sentence
from mgkd.data.sentence_bounds import Language
from mgkd.data.splitters import Splitter

KEYS = ("text_key", "tokens_key", "spans_key", "id_key")
KEYS_OF_A_SPAN = ("start_key", "end_key", "label_key")


def keys_differ(config: Arguments) -> Iterator[Problem]:
    for names in (KEYS, KEYS_OF_A_SPAN):
        keys = [config[name] for name in names]
        for name, key in zip(names, keys, strict=True):
            if key in keys[: names.index(name)]:
                yield config.problem(name, f"{key!r} is another one's key as well")


@readers.register("jsonl")
class JsonLinesReader(Reader):
    """One JSON object a line; two forms, which may be mixed.

        {"tokens": ["南", "湖", "美"], "spans": [{"start": 0, "end": 2, "label": "LOC.NAM"}]}
        {"text": "南湖 美", "spans": [[0, 2, "LOC.NAM"]]}

    Offsets count tokens in the first form and characters (code points) of the text in the second.
    A span is an object or a list of three in either. Without "spans", or with null, the sentence
    is unlabelled. An "id", a string or an integer, is kept.

    Args:
        splitter: how a text is cut into tokens; {"type": "characters"} unless given.
        ends: whether a span's end is the position behind it, or its last one.
        unit: what offsets in texts count; JavaScript and Java count in UTF-16, where emoji and
            rare Chinese characters are two.
        on_overlap: what becomes of entities that overlap or are nested: an "error"; "outermost"
            keeps the longest, of equally long ones the first, and counts what it leaves out.
        language: split texts into sentences by the rules of this language, such as "en" or "zh",
            which needs the extra mgkd[sentences]; null: each text is a sentence.
        text_key: the key of the text.
        tokens_key: the key of the tokens.
        spans_key: the key of the spans.
        id_key: the key of the id.
        start_key: the key of a span's start.
        end_key: the key of a span's end.
        label_key: the key of a span's label.
        on_problem: "raise", or "repair" and count: spans that do not begin and end where tokens
            do, or that reach across sentences; sentences without tokens; bytes that are not UTF-8.
    """

    rules = (keys_differ,)

    def __init__(
        self,
        splitter: Splitter | None = None,
        ends: Ends = "exclusive",
        unit: Unit = "characters",
        on_overlap: OnOverlap = "error",
        language: Language | None = None,
        text_key: str = "text",
        tokens_key: str = "tokens",
        spans_key: str = "spans",
        id_key: str = "id",
        start_key: str = "start",
        end_key: str = "end",
        label_key: str = "label",
        on_problem: OnProblem = "raise",
    ) -> None:
        super().__init__(on_problem)
        obey(
            self.rules,
            text_key=text_key,
            tokens_key=tokens_key,
            spans_key=spans_key,
            id_key=id_key,
            start_key=start_key,
            end_key=end_key,
            label_key=label_key,
        )
        self.texts = Texts(splitter, language, on_overlap, unit)
        self.spans = SpanFormat(start_key, end_key, label_key, ends)
        self.text_key = text_key
        self.tokens_key = tokens_key
        self.spans_key = spans_key
        self.id_key = id_key

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        for number, value in json_lines(self, path, lines):
            self._check_keys(path, number, value)
            name = identity(self, path, number, value.get(self.id_key))
            found, spans = value.get(self.spans_key), None
            if found is not None:
                spans = self.spans.spans(self, path, number, found, self.spans_key)
            if self.text_key in value:
                text = text_of(self, path, number, value, self.text_key)
                yield from self.texts.sentences(self, path, number, text, spans, name)
                continue
            tokens = self._tokens(path, number, value)
            if spans is not None:
                spans = flat(self, path, number, spans, self.texts.on_overlap)
            if tokens or spans:
                yield self.sentence(path, number, tokens, spans, name)
            else:
                no_tokens(self, path, number)

    def _check_keys(self, path: Path, number: int, value: dict[str, Any]) -> None:
        if (self.tokens_key in value) == (self.text_key in value):
            self.fail(
                path,
                number,
                f'expected an object with either "{self.tokens_key}" or "{self.text_key}"',
                "Are tokens_key and text_key right?",
            )
        read = {self.id_key, self.tokens_key, self.text_key, self.spans_key}
        note_unread(self, path, number, value, read)

    def _tokens(self, path: Path, number: int, value: dict[str, Any]) -> list[str]:
        tokens = value[self.tokens_key]
        if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
            self.fail(path, number, f'"{self.tokens_key}" is not a list of strings')
        return tokens
