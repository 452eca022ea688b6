"""Corpora: train, dev and test sentences, and where they come from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mgkd.config import Arguments, Problem, Registry, obey
from mgkd.data.errors import DataError
from mgkd.data.readers import Reader
from mgkd.data.sentence import Sentence
from mgkd.data.splitters import Splitter
from mgkd.data.statistics import CorpusSummary, summarise
from mgkd.data.stored import StoredSentences


@dataclass(frozen=True)
class CorpusSplits:
    """The sentences of a corpus; `test` and `unlabelled` are empty where there are none."""

    train: Sequence[Sentence]
    dev: Sequence[Sentence]
    test: Sequence[Sentence] = ()
    unlabelled: Sequence[Sentence] = ()


SPLITS = ("train", "dev", "test", "unlabelled")


def the_reader_has_a_file(config: Arguments) -> Iterator[Problem]:
    if config["unlabelled_reader"] is not None and config["unlabelled"] is None:
        message = "there is no unlabelled file that it could read; name one, or remove it"
        yield config.problem("unlabelled_reader", message)


def files_are_there(config: Arguments) -> Iterator[Problem]:
    troubles = {
        split: reader_of(config, split).trouble_with(config[split])
        for split in SPLITS
        if config[split] is not None
    }
    told = {name: trouble for name, trouble in troubles.items() if trouble}
    for name, trouble in told.items():
        # One sentence for all of them, behind the last.
        obtain = f"\n{config['obtain']}" if name == list(told)[-1] and config["obtain"] else ""
        yield config.problem(name, trouble + obtain)


def reader_of(config: Arguments, split: str) -> type[Reader]:
    """The class of what reads a split."""
    own = config["unlabelled_reader"] if split == "unlabelled" else None
    target = (own or config["reader"]).target
    return target if isinstance(target, type) and issubclass(target, Reader) else Reader


class Corpus:
    """A corpus in files.

    Args:
        train: the labelled file to learn from.
        dev: the labelled file to choose and to stop by.
        test: the labelled file to report on; null where there is none.
        reader: reads these three.
        splitter: how raw text is cut into tokens when a tagger of this corpus predicts.
        name: what the corpus is called in reports.
        obtain: one sentence on how to get the data, shown when files are missing.
        unlabelled: a file of further sentences for distillation; entities in it are set aside.
        unlabelled_reader: reads it; `reader` unless given.
    """

    rules = (the_reader_has_a_file, files_are_there)

    def __init__(
        self,
        train: Path,
        dev: Path,
        test: Path | None,
        reader: Reader,
        splitter: Splitter,
        name: str,
        obtain: str = "",
        unlabelled: Path | None = None,
        unlabelled_reader: Reader | None = None,
    ) -> None:
        obey([the_reader_has_a_file], unlabelled=unlabelled, unlabelled_reader=unlabelled_reader)
        self.train = train
        self.dev = dev
        self.test = test
        self.reader = reader
        self.splitter = splitter
        self.name = name
        self.obtain = obtain
        self.unlabelled = unlabelled
        self.unlabelled_reader = unlabelled_reader or reader

    def missing(self) -> list[Path]:
        """The files that are not there."""
        return [path for path, reader in self._files() if reader.trouble_with(path)]

    def load(self, folder: Path | None = None) -> CorpusSplits:
        """All sentences, in the order of the files.

        Args:
            folder: keep them in files of this folder instead of in memory.

        Raises:
            DataError: when files are missing (all are named, with `obtain`), when one cannot be
                read, holds no sentence, or holds an unlabelled sentence where labels are needed.
        """
        self._require_files()
        none: Sequence[Sentence] = ()
        return CorpusSplits(
            train=_kept(self._labelled(self.train), folder),
            dev=_kept(self._labelled(self.dev), folder),
            test=_kept(self._labelled(self.test), folder) if self.test else none,
            unlabelled=_kept(self._unlabelled(), folder) if self.unlabelled else none,
        )

    def summary(self, splits: CorpusSplits) -> CorpusSummary:
        """Counts of what was loaded, and what the readers reported."""
        reports = [self.reader.report]
        if self.unlabelled_reader is not self.reader:
            reports.append(self.unlabelled_reader.report)
        return summarise(
            self.name,
            {name: sentences for name, sentences in vars(splits).items() if sentences},
            [finding for report in reports for finding in report.findings()],
        )

    def _files(self) -> list[tuple[Path, Reader]]:
        labelled = [(path, self.reader) for path in (self.train, self.dev, self.test)]
        files = [*labelled, (self.unlabelled, self.unlabelled_reader)]
        return [(Path(path), reader) for path, reader in files if path is not None]

    def _require_files(self) -> None:
        troubles = list(filter(None, (reader.trouble_with(path) for path, reader in self._files())))
        if troubles:
            lines = [f"the corpus {self.name} is not complete:"]
            lines += [f"  {trouble}" for trouble in troubles]
            raise DataError("\n".join([*lines, self.obtain] if self.obtain else lines))

    def _labelled(self, path: Path) -> Iterator[Sentence]:
        for sentence in _read(self.reader, path):
            if sentence.spans is None:
                raise DataError(
                    f"{sentence.source}: the sentence is unlabelled, but this file is used for "
                    "training or evaluation; does the reader leave its tags out?"
                )
            yield sentence

    def _unlabelled(self) -> Iterator[Sentence]:
        for sentence in _read(self.unlabelled_reader, self.unlabelled):
            if sentence.spans is not None:
                what = "labels of a sentence that is used as unlabelled, set aside"
                self.unlabelled_reader.report.add(self.unlabelled, str(sentence.source), what)
            yield sentence.without_spans()


corpora: Registry[Corpus] = Registry("corpora", noun="corpus", base=Corpus)
corpora.register("files")(Corpus)


def _read(reader: Reader, path: Path) -> Iterator[Sentence]:
    sentence = None
    for sentence in reader.read(path):
        yield sentence
    if sentence is None:
        raise DataError(f"{path}: there is no sentence in it")


def _kept(sentences: Iterator[Sentence], folder: Path | None) -> Sequence[Sentence]:
    return list(sentences) if folder is None else StoredSentences(sentences, folder)
