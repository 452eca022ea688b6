"""Entities from the tags of a sentence, by a policy for tags that are illegal in their scheme."""

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from mgkd.data.readers.base import Reader
from mgkd.data.schemes import Repair
from mgkd.data.sentence import Span

OnIllegal = Literal["error", "repair", "strict"]

ADVICE = (
    'Correct the tags, name another scheme, or set on_illegal: "repair" reads every tag that '
    'carries no entity on as the begin of one, as conlleval does; "strict" leaves such entities out'
)


class Notation(Protocol):
    """How entities are written beside tokens; a `Scheme` is one."""

    @property
    def name(self) -> str: ...

    def parse(self, text: str) -> object: ...

    def decode(self, tags: Sequence[str]) -> tuple[Span, ...]: ...

    def decode_lenient(self, tags: Sequence[str]) -> tuple[tuple[Span, ...], list[Repair]]: ...


class TagPolicy:
    """What becomes of tags that are illegal in their scheme, such as an I without its B.

    "error" refuses them; "repair" reads them as conlleval does; "strict" leaves the entities out
    that are not written by the rules. The last two are counted in the reader's report.

    Args:
        remedy: what to say of illegal tags under the policy "error".
        doubt: what to say where something is no tag at all.
    """

    def __init__(
        self,
        scheme: Notation,
        on_illegal: OnIllegal,
        remedy: str = ADVICE,
        doubt: str = "Is tag_column right, and is scheme?",
    ) -> None:
        self.scheme = scheme
        self.on_illegal = on_illegal
        self.remedy = remedy
        self.doubt = doubt

    def spans(self, reader: Reader, path: Path, lines: list[int], tags: list[str]) -> list[Span]:
        """The entities of one sentence.

        Args:
            lines: the line of each tag.

        Raises:
            DataError: on what is no tag of the scheme; on illegal tags under the policy "error".
        """
        self._check(reader, path, lines, tags)
        lenient, repairs = self.scheme.decode_lenient(tags)
        if not repairs:
            return list(lenient)
        if self.on_illegal == "strict":
            return self._strict(reader, path, lines, tags, lenient, repairs)
        for position, what in repairs:
            message = f"illegal tag in the scheme {self.scheme.name}: {what}"
            if self.on_illegal == "error":
                reader.fail(path, lines[position], message, self.remedy)
            kind = "an illegal tag is understood as the nearest legal one"
            reader.report.add(path, f"{path}:{lines[position]}", kind, message, repaired=True)
        return list(lenient)

    def _strict(
        self,
        reader: Reader,
        path: Path,
        lines: list[int],
        tags: list[str],
        lenient: tuple[Span, ...],
        repairs: list[Repair],
    ) -> list[Span]:
        legal = self.scheme.decode(tags)
        kept = set(legal)
        for span in lenient:
            if span not in kept:
                kind = "an entity with illegal tags is left out, or cut to its legal part"
                text = f"{span.label}, {span.end - span.start} token(s)"
                reader.report.add(path, f"{path}:{lines[span.start]}", kind, text, repaired=True)
        for position, what in repairs:
            before = bisect_right(lenient, position, key=lambda span: span.start)
            if not before or position >= lenient[before - 1].end:
                kind = "an illegal tag outside of entities is passed over"
                reader.report.add(path, f"{path}:{lines[position]}", kind, what, repaired=True)
        return list(legal)

    def _check(self, reader: Reader, path: Path, lines: list[int], tags: list[str]) -> None:
        for number, tag in zip(lines, tags, strict=True):
            try:
                self.scheme.parse(tag)
            except ValueError as error:
                reader.fail(path, number, str(error), self.doubt)
