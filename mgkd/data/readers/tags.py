"""Entities from the tags of a sentence, by a policy for tags that are illegal in their scheme."""

from pathlib import Path
from typing import Literal

from mgkd.data.readers.base import Reader
from mgkd.data.schemes import SchemeName, scheme_named
from mgkd.data.sentence import Span

OnIllegal = Literal["error", "repair", "strict"]

ADVICE = (
    'Correct the tags, name another scheme, or set on_illegal: "repair" reads every tag that '
    'carries no entity on as the begin of one, as conlleval does; "strict" leaves such entities out'
)


class TagPolicy:
    """What becomes of tags that are illegal in their scheme, such as an I without its B.

    "error" refuses them; "repair" reads them as conlleval does; "strict" leaves the entities out
    that are not written by the rules. The last two are counted in the reader's report.
    """

    def __init__(self, scheme: SchemeName, on_illegal: OnIllegal) -> None:
        self.scheme = scheme_named(scheme)
        self.on_illegal = on_illegal

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
            return self._strict(reader, path, lines, tags, lenient)
        for position, what in repairs:
            message = f"illegal tag in the scheme {self.scheme.name}: {what}"
            if self.on_illegal == "error":
                reader.fail(path, lines[position], message, ADVICE)
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
    ) -> list[Span]:
        legal = self.scheme.decode(tags)
        for span in lenient:
            if span not in legal:
                kind = "an entity with illegal tags is left out, or cut to its legal part"
                text = f"{span.label}, {span.end - span.start} token(s)"
                reader.report.add(path, f"{path}:{lines[span.start]}", kind, text, repaired=True)
        return list(legal)

    def _check(self, reader: Reader, path: Path, lines: list[int], tags: list[str]) -> None:
        for number, tag in zip(lines, tags, strict=True):
            try:
                self.scheme.parse(tag)
            except ValueError as error:
                reader.fail(path, number, str(error), "Is tag_column right, and is scheme?")
