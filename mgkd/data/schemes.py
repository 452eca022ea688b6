"""Tag schemes: entity spans as one tag a token, and back.

A tag is "O" or a prefix, a hyphen and the entity type; the type may hold hyphens itself
("B-creative-work"). Which tags may stand where follows from three questions that each scheme
answers about neighbouring tags; everything else is common.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import BeforeValidator

from mgkd.config import nearest
from mgkd.data.sentence import Span

_Name = Literal["bio", "iob1", "bioes", "bmes", "bilou"]
SCHEME_NAMES: tuple[_Name, ...] = get_args(_Name)


def _canonical(name: Any) -> Any:
    """As this project writes it: BIO and IOB2, its other name, are "bio"."""
    lower = name.lower() if isinstance(name, str) else name
    return "bio" if lower == "iob2" else lower


SchemeName = Annotated[_Name, BeforeValidator(_canonical)]
"""The name of a scheme, in upper or lower case."""


class Tag(NamedTuple):
    """A tag's parts; the prefix is "O", and the label empty, outside entities."""

    prefix: str
    label: str


class Repair(NamedTuple):
    """Where the tags were illegal, and how they were understood all the same."""

    position: int
    what: str


OUTSIDE = Tag("O", "")


class Scheme(ABC):
    """How entities are written as tags.

    Attributes:
        name: as in configs.
        prefixes: the prefixes of tags inside entities, in the order that label sets use.
    """

    name: str
    prefixes: tuple[str, ...]

    @abstractmethod
    def opens(self, previous: Tag, tag: Tag) -> bool:
        """Whether an entity may begin at `tag`, which does not continue one."""

    @abstractmethod
    def continues(self, previous: Tag, tag: Tag) -> bool:
        """Whether `tag` carries on the entity that holds `previous`."""

    @abstractmethod
    def complete(self, tag: Tag) -> bool:
        """Whether an entity may end with `tag`."""

    @abstractmethod
    def _prefixes_of(self, span: Span, touching: bool) -> list[str]:
        """Prefixes of an entity's tokens; touching: the token before it has the same type."""

    def parse(self, text: str) -> Tag:
        """The parts of a tag.

        Raises:
            ValueError: when it is no tag of this scheme, naming the schemes it would belong to.
        """
        if text == "O":
            return OUTSIDE
        prefix, hyphen, label = text.partition("-")
        if prefix in self.prefixes and hyphen and label:
            return Tag(prefix, label)
        others = [s.name for s in SCHEMES.values() if prefix in s.prefixes] if label else []
        remedy = f"; such tags belong to the scheme {' or '.join(others)}" if others else ""
        raise ValueError(
            f"{text!r} is not a tag of the scheme {self.name}, whose tags are O and "
            f"{', '.join(f'{p}-TYPE' for p in self.prefixes)}{remedy}"
        )

    def encode(self, spans: Sequence[Span], length: int) -> list[str]:
        """One tag for each of `length` tokens; the spans are sorted and do not overlap."""
        tags = ["O"] * length
        before: Span | None = None
        for span in spans:
            touching = before is not None and (before.end, before.label) == (span.start, span.label)
            tags[span.start : span.end] = [
                f"{prefix}-{span.label}" for prefix in self._prefixes_of(span, touching)
            ]
            before = span
        return tags

    def decode(self, tags: Sequence[str]) -> tuple[Span, ...]:
        """Entities that are written exactly by the rules; other pieces are not entities."""
        spans = []
        start: int | None = None
        previous = OUTSIDE
        for position, tag in enumerate([*map(self.parse, tags), OUTSIDE]):
            if start is not None and not self.continues(previous, tag):
                if self.complete(previous):
                    spans.append(Span(start, position, previous.label))
                start = None
            if start is None and tag != OUTSIDE and self.opens(previous, tag):
                start = position
            previous = tag
        return tuple(spans)

    def decode_lenient(self, tags: Sequence[str]) -> tuple[tuple[Span, ...], list[Repair]]:
        """Entities as they were probably meant, and every place where the tags were illegal.

        Every tag that does not carry on an entity begins one. On legal tags this is `decode`, and
        there are no repairs.
        """
        spans: list[Span] = []
        repairs: list[Repair] = []
        start = 0
        previous = OUTSIDE
        for position, tag in enumerate([*map(self.parse, tags), OUTSIDE]):
            if not self.continues(previous, tag):
                repairs += self._repairs(previous, tag, position)
                if previous != OUTSIDE:
                    spans.append(Span(start, position, previous.label))
                start = position
            previous = tag
        return tuple(spans), repairs

    def may_start(self, tag: Tag) -> bool:
        """Whether a sentence may start with this tag."""
        return self.may_follow(OUTSIDE, tag)

    def may_follow(self, previous: Tag, tag: Tag) -> bool:
        """Whether `tag` may stand directly after `previous`."""
        if self.continues(previous, tag):
            return True
        return self.may_end(previous) and (tag == OUTSIDE or self.opens(previous, tag))

    def may_end(self, tag: Tag) -> bool:
        """Whether a sentence may end with this tag."""
        return tag == OUTSIDE or self.complete(tag)

    def _repairs(self, previous: Tag, tag: Tag, position: int) -> list[Repair]:
        repairs = []
        if not self.may_end(previous):
            repairs.append(
                Repair(position - 1, f"{_shown(previous)} leaves its entity open: closed")
            )
        if tag != OUTSIDE and not self.opens(previous, tag):
            place = f"after {_shown(previous)}" if position else "at the start"
            repairs.append(Repair(position, f"{_shown(tag)} {place}: begins an entity"))
        return repairs


@dataclass(frozen=True)
class InsideScheme(Scheme):
    """BIO (IOB2): B begins every entity. IOB1: B only parts an entity from its like before it."""

    name: str
    prefixes: tuple[str, ...] = ("B", "I")
    begin_always: bool = True

    def opens(self, previous: Tag, tag: Tag) -> bool:
        if self.begin_always:
            return tag.prefix == "B"
        return tag.prefix == "I" or tag.label == previous.label

    def continues(self, previous: Tag, tag: Tag) -> bool:
        return tag.prefix == "I" and tag.label == previous.label

    def complete(self, tag: Tag) -> bool:
        return tag != OUTSIDE

    def _prefixes_of(self, span: Span, touching: bool) -> list[str]:
        first = "B" if self.begin_always or touching else "I"
        return [first] + ["I"] * (span.end - span.start - 1)


@dataclass(frozen=True)
class BoundaryScheme(Scheme):
    """Both ends of an entity are marked, and entities of one token: BIOES, BMES, BILOU.

    `prefixes` are those of the first, a middle, the last and the only token.
    """

    name: str
    prefixes: tuple[str, ...]

    def opens(self, previous: Tag, tag: Tag) -> bool:
        return self._is_first(tag)

    def continues(self, previous: Tag, tag: Tag) -> bool:
        parted = self._is_last(previous) or self._is_first(tag)
        return tag != OUTSIDE and tag.label == previous.label and not parted

    def complete(self, tag: Tag) -> bool:
        return self._is_last(tag)

    def _is_first(self, tag: Tag) -> bool:
        return tag.prefix in (self.prefixes[0], self.prefixes[3])

    def _is_last(self, tag: Tag) -> bool:
        return tag.prefix in (self.prefixes[2], self.prefixes[3])

    def _prefixes_of(self, span: Span, touching: bool) -> list[str]:
        first, middle, last, only = self.prefixes
        length = span.end - span.start
        return [only] if length == 1 else [first, *[middle] * (length - 2), last]


SCHEMES: dict[str, Scheme] = {
    scheme.name: scheme
    for scheme in (
        InsideScheme("bio"),
        InsideScheme("iob1", begin_always=False),
        BoundaryScheme("bioes", ("B", "I", "E", "S")),
        BoundaryScheme("bmes", ("B", "M", "E", "S")),
        BoundaryScheme("bilou", ("B", "I", "L", "U")),
    )
}


def scheme_named(name: str) -> Scheme:
    """The scheme of that name; ValueError with the nearest names when there is none."""
    if _canonical(name) in SCHEMES:
        return SCHEMES[_canonical(name)]
    near = nearest(name.lower(), SCHEMES)
    hint = f"nearest: {', '.join(near)}; " if near else ""
    raise ValueError(f"no scheme is called {name!r}; {hint}there are: {', '.join(SCHEMES)}")


def _shown(tag: Tag) -> str:
    return f"{tag.prefix}-{tag.label}" if tag.label else tag.prefix
