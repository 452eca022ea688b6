"""Entities as the CoNLL-2012 files write them: one cell a token, brackets around each entity."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from mgkd.data.schemes import Repair
from mgkd.data.sentence import Span

CELL = re.compile(r"(?:\((?P<label>[^()*\s]+))?\*?(?P<close>\))?")


class Cell(NamedTuple):
    """label: of the entity that begins here, or ""; closes: whether one ends here."""

    label: str
    closes: bool


class Brackets:
    """`(PERSON*`, `*`, `*)` and `(GPE)`, as a notation for `TagPolicy`.

    Entities are flat: every bracket that opens is closed before the next one opens.
    """

    name = "brackets"

    def parse(self, text: str) -> Cell:
        """The parts of a cell.

        Raises:
            ValueError: when it is none.
        """
        found = CELL.fullmatch(text)
        if not found or text in ("", ")") or not ("*" in text or found["close"]):
            raise ValueError(
                f"{text!r} is no cell of the column of named entities, whose cells are "
                "*, (TYPE*, *) and (TYPE)"
            )
        return Cell(found["label"] or "", bool(found["close"]))

    def encode(self, spans: Sequence[Span], length: int) -> list[str]:
        """One cell for each of `length` tokens; the spans are sorted and do not overlap."""
        cells = ["*"] * length
        for span in spans:
            if span.end - span.start == 1:
                cells[span.start] = f"({span.label})"
            else:
                cells[span.start] = f"({span.label}*"
                cells[span.end - 1] = "*)"
        return cells

    def decode(self, tags: Sequence[str]) -> tuple[Span, ...]:
        """Entities whose own brackets both stand there, with no other bracket between them."""
        return self._read(tags)[0]

    def decode_lenient(self, tags: Sequence[str]) -> tuple[tuple[Span, ...], list[Repair]]:
        """Entities as they were probably meant, and every place where brackets do not match.

        An entity that nothing closes ends before the next one, or with the sentence.
        """
        _, lenient, repairs = self._read(tags)
        return lenient, repairs

    def _read(self, tags: Sequence[str]) -> tuple[tuple[Span, ...], tuple[Span, ...], list[Repair]]:
        strict: list[Span] = []
        lenient: list[Span] = []
        repairs: list[Repair] = []
        start, label = 0, ""  # of the open entity; no label where none is open

        def cut(end: int) -> None:
            lenient.append(Span(start, end, label))
            repairs.append(Repair(start, f"nothing closes ({label}*"))

        for position, cell in enumerate(map(self.parse, tags)):
            if cell.label:
                if label:
                    cut(position)
                start, label = position, cell.label
            if cell.closes and label:
                span = Span(start, position + 1, label)
                strict.append(span)
                lenient.append(span)
                label = ""
            elif cell.closes:
                repairs.append(Repair(position, f"{tags[position]} closes nothing"))
        if label:
            cut(len(tags))
        return tuple(strict), tuple(lenient), repairs
