"""Writing the layout of CoNLL-2012."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mgkd.data.readers.brackets import Brackets
from mgkd.data.readers.conll2012 import NAMELESS
from mgkd.data.sentence import Sentence
from mgkd.data.writers.base import FileWriter, writers

ID = re.compile(r"(?P<document>[^ \t\n]+)/(?P<part>0|[1-9][0-9]*)/(?P<number>0|[1-9][0-9]*)")


class _Place(NamedTuple):
    """Where a sentence belongs; no number where it belongs to no document."""

    document: str
    part: str
    number: str | None


NOWHERE = _Place(NAMELESS, "0", None)


@writers.register("conll2012")
class Conll2012Writer(FileWriter):
    """OntoNotes 5 as in CoNLL-2012: words and named entities; other columns are - or *.

    An id that is document/part/number says which document a sentence belongs to; the sentences of
    a part are numbered from 0, in order and without gaps. All others stand in a document called -,
    and have no id when they are read again.
    """

    def texts(self, sentences: Iterator[Sentence]) -> Iterator[str]:
        last: _Place | None = None
        count = 0
        for sentence in sentences:
            place = _place(sentence)
            same = last is not None and last[:2] == place[:2]
            if not (same and place.number in (None, str(count))):
                if place.number not in (None, "0"):
                    self._refuse_number(sentence, count if same else 0)
                if last is not None:
                    yield "#end document\n"
                yield f"#begin document ({place.document}); part {place.part:0>3}\n"
                count = 0
            yield from self._lines(sentence, place)
            yield "\n"
            last, count = place, count + 1
        if last is not None:
            yield "#end document\n"

    def _lines(self, sentence: Sentence, place: _Place) -> Iterator[str]:
        if sentence.spans is None:
            self.refuse(sentence, "CoNLL-2012 cannot say that a sentence is unlabelled")
        for span in sentence.spans:
            if re.search(r"[()*\s]", span.label):
                self.refuse(sentence, f"the type {span.label!r} cannot stand in brackets")
        cells = Brackets().encode(sentence.spans, len(sentence))
        for number, (token, cell) in enumerate(zip(sentence.tokens, cells, strict=True)):
            if " " in token or "\t" in token or token == "[WORD]":
                self.refuse(sentence, f"{token!r} cannot stand in a column parted by spaces")
            row = [place.document, place.part, str(number), token, "-", "*", "-", "-", "-", "-"]
            yield " ".join([*row, cell, "-"]) + "\n"

    def _refuse_number(self, sentence: Sentence, due: int) -> None:
        self.refuse(
            sentence,
            f"its id {sentence.id!r} should end in {due}: the sentences of a part are numbered in "
            "order",
            "Write all sentences of a document in their order, or sentences without ids",
        )


def _place(sentence: Sentence) -> _Place:
    found = ID.fullmatch(sentence.id or "")
    if not found or found["document"] == NAMELESS:
        return NOWHERE
    return _Place(found["document"], found["part"], found["number"])
