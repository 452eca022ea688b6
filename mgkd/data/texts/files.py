"""Text in files."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from mgkd.config import Arguments, Problem
from mgkd.data.corpus import CorpusSplits
from mgkd.data.readers import Finding, Reader
from mgkd.data.reading import reader_class, sentences_in
from mgkd.data.sentence import Sentence
from mgkd.data.texts.base import TextSource, texts


def the_files_are_there(config: Arguments) -> Iterator[Problem]:
    reader = reader_class(config["reader"])
    for path in config["files"]:
        trouble = reader.trouble_with(path)
        if trouble:
            yield config.problem("files", trouble)


@texts.register("files")
class TextFiles(TextSource):
    """The sentences of files; entities in them are set aside, and counted.

    Args:
        files: one or more, in any format.
        reader: reads them all; {"type": "text"} reads a sentence a line, characters as tokens.
    """

    rules = (the_files_are_there,)

    def __init__(self, files: Annotated[list[Path], Field(min_length=1)], reader: Reader) -> None:
        self.files = [Path(file) for file in files]
        self.reader = reader

    def sentences(self, splits: CorpusSplits, generator: random.Random) -> Iterator[Sentence]:
        for path in self.files:
            for sentence in sentences_in(path, self.reader):
                if sentence.spans is not None:
                    what = "labels of a sentence that is used as unlabelled, set aside"
                    self.reader.report.add(path, sentence.place, what)
                yield sentence.without_spans()

    def findings(self) -> Sequence[Finding]:
        return self.reader.report.findings()
