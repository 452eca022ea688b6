"""Raw text, one sentence a line."""

from collections.abc import Iterator
from pathlib import Path

from mgkd.data.readers.base import OnProblem, Reader, readers
from mgkd.data.sentence import Sentence
from mgkd.data.splitters import CharacterSplitter, Splitter


@readers.register("text")
class TextReader(Reader):
    """Unlabelled sentences, one a line; blank lines are none.

    Args:
        splitter: how a line is cut into tokens; {"type": "characters"} unless given.
        on_problem: "raise", or "repair" and count.
    """

    def __init__(self, splitter: Splitter | None = None, on_problem: OnProblem = "raise") -> None:
        super().__init__(on_problem)
        self.splitter = splitter or CharacterSplitter()

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        for number, line in lines:
            tokens = [token.text for token in self.splitter.split(line)]
            if tokens:
                yield self.sentence(path, number, tokens, None)
