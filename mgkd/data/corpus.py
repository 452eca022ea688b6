"""Corpora: train, dev and test sentences, and where they come from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from mgkd.config import Arguments, Problem, Registry, obey
from mgkd.data.errors import DataError
from mgkd.data.partition import last_part, some_labelled
from mgkd.data.readers import Reader
from mgkd.data.reading import kept, reader_class, sentences_in
from mgkd.data.sentence import Sentence
from mgkd.data.some_types import of_types
from mgkd.data.splitters import Splitter
from mgkd.data.statistics import CorpusSummary, summarise


@dataclass(frozen=True)
class CorpusSplits:
    """The sentences of a corpus; `test` and `unlabelled` are empty where there are none.

    `unlabelled`: training sentences whose labels were set aside, and further text.
    """

    train: Sequence[Sentence]
    dev: Sequence[Sentence]
    test: Sequence[Sentence] = ()
    unlabelled: Sequence[Sentence] = ()


SPLITS = ("train", "dev", "test")
Share = Annotated[float, Field(gt=0, lt=1)]


def one_source_of_dev(config: Arguments) -> Iterator[Problem]:
    if config["dev"] is None and config["dev_share"] is None:
        message = "training cannot choose or stop without one; name a file, or set dev_share"
        yield config.problem("dev", message)
    if config["dev"] is not None and config["dev_share"] is not None:
        message = "there is a dev file already; remove it, or this"
        yield config.problem("dev_share", message)


def files_are_there(config: Arguments) -> Iterator[Problem]:
    reader = reader_class(config["reader"])
    troubles = {
        split: reader.trouble_with(config[split]) for split in SPLITS if config[split] is not None
    }
    told = {name: trouble for name, trouble in troubles.items() if trouble}
    for name, trouble in told.items():
        # One sentence for all of them, behind the last.
        obtain = f"\n{config['obtain']}" if name == list(told)[-1] and config["obtain"] else ""
        yield config.problem(name, trouble + obtain)


class Corpus:
    """A corpus in files.

    Args:
        train: the labelled file to learn from.
        dev: the labelled file to choose and to stop by; null where there is none.
        test: the labelled file to report on; null where there is none.
        reader: reads these three.
        splitter: how raw text is cut into tokens when a tagger of this corpus predicts.
        name: what the corpus is called in reports.
        obtain: one sentence on how to get the data, shown when files are missing.
        dev_share: where there is no dev file: the share of the training file, its end, that serves
            as one. It is a block, so that few documents are on both sides.
        labelled_share: learn from the labels of this share of the training sentences only, drawn
            by a fixed seed; the others are unlabelled text, their labels set aside. What little
            labelled data can do is measured with it. None: all.
        types: the entity types to keep; entities of others are left out of all splits, and
            counted. None: all. For teachers that each know some of a corpus's types.
    """

    rules = (one_source_of_dev, files_are_there)
    types: list[str] | None = None

    def __init__(
        self,
        train: Path,
        dev: Path | None,
        test: Path | None,
        reader: Reader,
        splitter: Splitter,
        name: str,
        obtain: str = "",
        dev_share: Share | None = None,
        labelled_share: Share | None = None,
        types: Annotated[list[str], Field(min_length=1)] | None = None,
    ) -> None:
        obey([one_source_of_dev], dev=dev, dev_share=dev_share)
        self.train = train
        self.dev = dev
        self.test = test
        self.reader = reader
        self.splitter = splitter
        self.name = name
        self.obtain = obtain
        self.dev_share = dev_share
        self.labelled_share = labelled_share
        self.types = types

    def missing(self) -> list[Path]:
        """The files that are not there."""
        return [path for path in self._files() if self.reader.trouble_with(path)]

    def load(self, folder: Path | None = None) -> CorpusSplits:
        """All sentences, in the order of the files.

        Args:
            folder: keep them in files of this folder instead of in memory.

        Raises:
            DataError: when files are missing (all are named, with `obtain`), when one cannot be
                read, holds no sentence, holds an unlabelled sentence where labels are needed, or is
                too small for a share of it.
        """
        self._require_files()
        none: Sequence[Sentence] = ()
        unlabelled = none
        train = kept(self._labelled(self.train), folder)
        if self.dev_share is None:
            dev = kept(self._labelled(self.dev), folder)
        else:
            train, dev = last_part(train, self.dev_share, self.train)
        if self.labelled_share is not None:
            train, unlabelled = some_labelled(train, self.labelled_share, self.train)
        test = kept(self._labelled(self.test), folder) if self.test else none
        return CorpusSplits(train, dev, test, unlabelled)

    def summary(self, splits: CorpusSplits) -> CorpusSummary:
        """Counts of what was loaded, and what the readers reported."""
        return summarise(
            self.name,
            {name: sentences for name, sentences in vars(splits).items() if sentences},
            self.reader.report.findings(),
        )

    def _files(self) -> list[Path]:
        return [Path(path) for path in (self.train, self.dev, self.test) if path is not None]

    def _require_files(self) -> None:
        troubles = list(filter(None, map(self.reader.trouble_with, self._files())))
        if troubles:
            lines = [f"the corpus {self.name} is not complete:"]
            lines += [f"  {trouble}" for trouble in troubles]
            raise DataError("\n".join([*lines, self.obtain] if self.obtain else lines))

    def _labelled(self, path: Path) -> Iterator[Sentence]:
        if self.types is None:
            return self._as_read(path)
        return of_types(self.types, self._as_read(path), path, self.reader.report)

    def _as_read(self, path: Path) -> Iterator[Sentence]:
        for sentence in sentences_in(path, self.reader):
            if sentence.spans is None:
                raise DataError(
                    f"{sentence.source}: the sentence is unlabelled, but this file is used for "
                    "training or evaluation; does the reader leave its tags out?"
                )
            yield sentence


corpora: Registry[Corpus] = Registry("corpora", noun="corpus", base=Corpus)
corpora.register("files")(Corpus)
