"""Scoring a finished run on a file."""

from dataclasses import dataclass
from pathlib import Path

from mgkd.config import built_from, part_of, tree_from
from mgkd.data import DataError, Finding, Reader
from mgkd.deployment import RunDirectory
from mgkd.evaluation import SpanReport
from mgkd.experiment.measuring import score

BATCH_SIZE = 64
OPTION = "--reader"


@dataclass(frozen=True)
class EvaluatedFile:
    """report: the scores; sentences: how many; findings: what the reader met besides them."""

    report: SpanReport
    sentences: int
    findings: list[Finding]


def evaluate_file(run: RunDirectory, file: Path, reader: str | None = None) -> EvaluatedFile:
    """Score a run on the labelled sentences of a file.

    Args:
        reader: a reader's registered name, or its config as Jsonnet; by default the run's own.

    Raises:
        UserError: when the file cannot be read or has no labels.
    """
    own = part_of(run.config(), "corpus.reader")
    chosen = built_from(Reader, own if reader is None else tree_from(reader, OPTION), OPTION)
    sentences = list(chosen.read(file))
    if not sentences:
        raise DataError(f"{file}: there is no sentence in it")
    for sentence in sentences:
        if sentence.spans is None:
            raise DataError(f"{sentence.source}: the sentence is unlabelled; nothing to score")
    report = score(run.load_tagger(), sentences, BATCH_SIZE)
    return EvaluatedFile(report, len(sentences), chosen.report.findings())
