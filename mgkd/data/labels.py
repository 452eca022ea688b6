"""The label set of a tagger."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from mgkd.data.errors import DataError
from mgkd.data.schemes import Tag, scheme_named
from mgkd.data.sentence import Sentence, Span


class Labels:
    """Entity types written in a tag scheme, as numbered tags.

    The tags' order, and so their ids, follows from the arguments: "O" is 0, then all tags of the
    first type, and so on.

    Args:
        types: entity types, in order, without repetition.
        scheme: "bio", "iob1", "bioes", "bmes" or "bilou".

    Raises:
        ValueError: on an unknown scheme, or a type that is empty or repeated.
    """

    def __init__(self, types: Sequence[str], scheme: str = "bio") -> None:
        self._scheme = scheme_named(scheme)
        self.types = tuple(types)
        if "" in self.types or len(set(self.types)) < len(self.types):
            raise ValueError(f"entity types must be distinct and not empty, found {self.types}")
        prefixes = self._scheme.prefixes
        self.tags = ("O", *(f"{prefix}-{type}" for type in self.types for prefix in prefixes))
        self._ids = {tag: index for index, tag in enumerate(self.tags)}

    @classmethod
    def of(cls, sentences: Iterable[Sentence], scheme: str = "bio") -> "Labels":
        """The label set of all entity types that occur, in alphabetical order."""
        found = {span.label for sentence in sentences for span in sentence.spans or ()}
        return cls(sorted(found), scheme)

    @property
    def scheme(self) -> str:
        return self._scheme.name

    def __len__(self) -> int:
        return len(self.tags)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Labels):
            return NotImplemented
        return (self.types, self.scheme) == (other.types, other.scheme)

    def __hash__(self) -> int:
        return hash((self.types, self.scheme))

    def __repr__(self) -> str:
        return f"Labels({list(self.types)}, scheme={self.scheme!r})"

    def encode(self, sentence: Sentence) -> list[int]:
        """One tag id a token.

        Raises:
            DataError: when the sentence is unlabelled or has an entity type that is not here.
        """
        place = sentence.source or "a sentence without a source"
        if sentence.spans is None:
            raise DataError(f"{place}: the sentence is unlabelled, so it has no tags to encode")
        for span in sentence.spans:
            if span.label not in self.types:
                raise DataError(
                    f"{place}: the entity type {span.label!r} is not in the label set "
                    f"({', '.join(self.types) or 'which is empty'}); was the label set made from "
                    "other data, or is the type misspelt?"
                )
        return [self._ids[tag] for tag in self._scheme.encode(sentence.spans, len(sentence))]

    def decode(self, ids: Sequence[int]) -> tuple[Span, ...]:
        """The entities of a sequence of tag ids; pieces that break the scheme are not entities."""
        return self._scheme.decode([self.tags[index] for index in ids])

    def legal_starts(self) -> list[bool]:
        """[L]: which tags may start a sentence."""
        return [self._scheme.may_start(tag) for tag in self._parsed]

    def legal_transitions(self) -> list[list[bool]]:
        """[L][L]: whether tag j (column) may directly follow tag i (row)."""
        parsed = self._parsed
        return [[self._scheme.may_follow(before, tag) for tag in parsed] for before in parsed]

    def continuations(self) -> list[list[bool]]:
        """[L][L]: whether tag j (column), right behind tag i (row), carries on its entity."""
        continues = self._scheme.continues
        return [[continues(before, tag) for tag in self._parsed] for before in self._parsed]

    def legal_ends(self) -> list[bool]:
        """[L]: which tags may end a sentence."""
        return [self._scheme.may_end(tag) for tag in self._parsed]

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON file."""
        return {"types": list(self.types), "scheme": self.scheme}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Labels":
        """What `to_json` wrote."""
        return cls(value["types"], value["scheme"])

    @cached_property
    def _parsed(self) -> list[Tag]:
        return [self._scheme.parse(tag) for tag in self.tags]
