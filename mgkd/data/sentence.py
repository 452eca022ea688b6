"""A sentence: tokens and the entities among them. No tag scheme, no subwords."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

# UTF-8 never produces this byte, so joined tokens can be told apart again.
SEPARATOR = b"\xff"


@dataclass(frozen=True, slots=True)
class Span:
    """An entity: tokens from `start` up to, not including, `end`, and its type.

    Raises:
        ValueError: when it is empty, starts before 0, or has no label.
    """

    start: int
    end: int
    label: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(
                f"a span from {self.start} to {self.end} ({self.label!r}) is no range of tokens: "
                "start must be at least 0, and end, which is exclusive, larger than start"
            )
        if not self.label:
            raise ValueError(f"the span from {self.start} to {self.end} has no label")


@dataclass(frozen=True)
class Sentence:
    """Tokens and entity spans.

    Args:
        tokens: words or characters; at least one, none empty, none with a line break.
        spans: entities in order of position, not overlapping; None when nobody has labelled the
            sentence, which is not the same as a sentence without entities, ().
        source: where it was read, "file:line"; takes part in messages, not in equality.
        id: what its corpus calls it, where it does; takes no part in equality either.

    Raises:
        ValueError: naming the source, when one of these is not so.
    """

    tokens: tuple[str, ...]
    spans: tuple[Span, ...] | None = None
    source: str | None = None
    id: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "tokens", tuple(self.tokens))
        if self.spans is not None:
            object.__setattr__(self, "spans", tuple(self.spans))
        problem = _token_problem(self.tokens) or _span_problem(self.spans or (), len(self.tokens))
        if problem:
            raise ValueError(f"{self.place}: {problem}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sentence):
            return NotImplemented
        return (self.tokens, self.spans) == (other.tokens, other.spans)

    def __hash__(self) -> int:
        return hash((self.tokens, self.spans))

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def place(self) -> str:
        """Its source, for messages."""
        return self.source or "a sentence without a source"

    @cached_property
    def fingerprint(self) -> str:
        """32 hexadecimal digits that stand for the tokens alone, the same in every process."""
        return hashlib.sha256(joined(self.tokens)).hexdigest()[:32]

    def without_spans(self) -> "Sentence":
        """The same tokens as unlabelled text."""
        return replace(self, spans=None)


def joined(tokens: tuple[str, ...]) -> bytes:
    """The tokens in UTF-8 with a separator that no token can hold."""
    return SEPARATOR.join(token.encode("utf-8") for token in tokens)


def _token_problem(tokens: tuple[str, ...]) -> str | None:
    if not tokens:
        return "it has no tokens"
    if "" in tokens:
        return f"token {tokens.index('')} is empty"
    text = "".join(tokens)
    if "\n" in text:
        return "a token holds a line break"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"the text holds half of a surrogate pair, U+{ord(text[error.start]):04X}"
    return None


def _span_problem(spans: tuple[Span, ...], length: int) -> str | None:
    for before, after in pairwise(spans):
        if after.start < before.start:
            return f"its spans are not sorted: {_shown(after)} stands after {_shown(before)}"
        if after.start < before.end:
            return f"{_shown(before)} and {_shown(after)} overlap; entities must be flat"
    if spans and spans[-1].end > length:
        return f"{_shown(spans[-1])} ends beyond the sentence of {length} tokens"
    return None


def _shown(span: Span) -> str:
    return f"{span.label} [{span.start}, {span.end})"
