"""Raw text: sentences a line, or documents a line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from mgkd.config import Arguments, Problem, obey
from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.readers.texts import Texts
from mgkd.data.sentence import Sentence
from mgkd.data.sentence_bounds import Language
from mgkd.data.splitters import Splitter


def documents_have_a_language(config: Arguments) -> Iterator[Problem]:
    if config["sentences"] == "documents" and config["language"] is None:
        yield config.problem("language", 'is needed to split documents, such as "en" or "zh"')
    if config["sentences"] == "lines" and config["language"] is not None:
        yield config.problem("language", 'is for documents; set sentences to "documents"')


@readers.register("text")
class TextReader(Reader):
    """Unlabelled sentences; blank lines are none.

    Args:
        splitter: how a sentence is cut into tokens; {"type": "characters"} unless given.
        sentences: "lines": each line is a sentence. "documents": each line is a document, or a
            paragraph, which is split into its sentences; none goes on in the next line. This needs
            the extra mgkd[sentences].
        language: of documents: by whose rules they are split, such as "en" or "zh".
        on_problem: "raise", or "repair" and count: of bytes that are not UTF-8.
    """

    rules = (documents_have_a_language,)

    def __init__(
        self,
        splitter: Splitter | None = None,
        sentences: Literal["lines", "documents"] = "lines",
        language: Language | None = None,
        on_problem: OnProblem = "raise",
    ) -> None:
        super().__init__(on_problem)
        obey(self.rules, sentences=sentences, language=language)
        self.texts = Texts(splitter, language)

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        for number, line in lines:
            if line.strip():
                yield from self.texts.sentences(self, path, number, line, None)
