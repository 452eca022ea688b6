"""Writing the files of Universal NER."""

from collections.abc import Iterator

from mgkd.data.schemes import scheme_named
from mgkd.data.sentence import Sentence
from mgkd.data.writers.base import FileWriter, writers


@writers.register("uner")
class UniversalNerWriter(FileWriter):
    """Index, token, tag in IOB2, "-" and "-", parted by tabs; the id as sent_id.

    There is no # text, since a sentence does not know where spaces stood.
    """

    def texts(self, sentences: Iterator[Sentence]) -> Iterator[str]:
        for sentence in sentences:
            yield from self._lines(sentence)
            yield "\n"

    def _lines(self, sentence: Sentence) -> Iterator[str]:
        if sentence.spans is None:
            self.refuse(sentence, "Universal NER cannot say that a sentence is unlabelled")
        if sentence.id is not None:
            yield f"# sent_id = {self._id(sentence)}\n"
        tags = scheme_named("bio").encode(sentence.spans, len(sentence))
        for index, row in enumerate(zip(sentence.tokens, tags, strict=True), start=1):
            for cell in row:
                if "\t" in cell or "\n" in cell:
                    self.refuse(sentence, f"{cell!r} cannot stand in a column parted by tabs")
            yield "\t".join([str(index), *row, "-", "-"]) + "\n"

    def _id(self, sentence: Sentence) -> str:
        id = sentence.id
        if not id or id != id.strip() or "\t" in id or "\n" in id:
            self.refuse(sentence, f"the id {id!r} cannot stand in a comment line")
        return id
