"""The reader my_reader. Change it to yours; test_my_reader.py tells whether it does its work."""

from collections.abc import Iterator
from pathlib import Path

from mgkd.data import OnProblem, Reader, SchemeName, Sentence, readers, scheme_named


@readers.register("my_reader")
class MyReader(Reader):
    """One sentence a line, each token with its tag after a slash; empty lines are none.

        Nora/B-PER Lund/I-PER left/O Bergen/B-LOC

    Args:
        scheme: how the tags write entities.
        on_problem: "raise", or "repair" and count.
    """

    def __init__(self, scheme: SchemeName = "bio", on_problem: OnProblem = "raise") -> None:
        super().__init__(on_problem)
        self.scheme = scheme_named(scheme)

    def read_lines(self, path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Sentence]:
        for number, line in lines:
            if line:
                yield self._sentence(path, number, line.split(" "))

    def _sentence(self, path: Path, number: int, pairs: list[str]) -> Sentence:
        parts = [pair.rpartition("/") for pair in pairs]
        try:
            spans, repairs = self.scheme.decode_lenient([tag for _, _, tag in parts])
        except ValueError as error:
            self.fail(path, number, str(error), "Write a sentence as TOKEN/TAG TOKEN/TAG ...")
        for position, what in repairs:
            repair = "an illegal tag is understood as the nearest legal one"
            self.problem(path, number, f"{pairs[position]}: {what}", repair)
        return self.sentence(path, number, [token for token, _, _ in parts], list(spans))
