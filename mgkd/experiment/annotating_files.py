"""Letting a teacher annotate files, into a knowledge store."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from mgkd.config import UserError
from mgkd.data import DataError, Finding, Sentence, StoredSentences
from mgkd.distillation import KnowledgeStore, Recorded
from mgkd.experiment.annotation import filled
from mgkd.experiment.files import DataFile
from mgkd.experiment.teacher import Pace, ReadyTeacher
from mgkd.experiment.workspace import Workspace


@dataclass(frozen=True)
class AnnotatedFiles:
    """store: where the answers are; sentences: how many were read; findings: of the readers."""

    store: KnowledgeStore
    sentences: int
    findings: list[Finding]


def annotate_files(
    teacher: ReadyTeacher,
    files: Sequence[DataFile],
    recorded: Recorded,
    folder: Path,
    pace: Pace,
    workspace: Workspace,
) -> AnnotatedFiles:
    """Let a teacher annotate the sentences of files that are not in the store of a folder yet.

    The sentences are kept on disk meanwhile.

    Raises:
        UserError: whatever is wrong with files, store, device or teacher.
    """
    if pace.device is not None:
        _require_device(pace.device)
    teacher.pace = pace
    sentences = StoredSentences(_read(files), folder)
    store = filled(folder, teacher, sentences, recorded, workspace)
    findings = [finding for file in files for finding in file.reader.report.findings(file.path)]
    return AnnotatedFiles(store, len(sentences), findings)


def _read(files: Sequence[DataFile]) -> Iterator[Sentence]:
    for file in files:
        sentence = None
        for sentence in file.reader.read(file.path):
            yield sentence
        if sentence is None:
            raise DataError(f"{file.path}: there is no sentence in it")


def _require_device(device: str) -> None:
    try:
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError) as error:
        first = str(error).splitlines()[0]
        raise UserError(f"--device {device}: {first}; take cpu, or one that is here") from error
