"""Letting a teacher annotate files, into a knowledge store."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from mgkd.config import UserError
from mgkd.data import DataError, Finding, Sentence, StoredSentences
from mgkd.distillation import KnowledgeStore, Recorded
from mgkd.experiment.annotation import filled
from mgkd.experiment.files import CONFIGS, OF_A_RUN, DataFile, data_files
from mgkd.experiment.named_teacher import NamedTeacher
from mgkd.experiment.teacher import Pace
from mgkd.experiment.workspace import Workspace


@dataclass(frozen=True)
class AnnotatedFiles:
    """store: where the answers are; sentences: how many were read; findings: of the readers."""

    store: KnowledgeStore
    sentences: int
    findings: list[Finding]


def annotate_files(
    teacher: NamedTeacher,
    files: Sequence[str],
    reader: str | None,
    recorded: Recorded,
    folder: Path,
    pace: Pace,
    workspace: Workspace,
) -> AnnotatedFiles:
    """Let a teacher annotate the sentences of files that are not in the store of a folder yet.

    The sentences are kept on disk meanwhile.

    Args:
        files: as for `data_files`.
        reader: what reads them, as for `data_files`; by default what reads the teacher's corpus.

    Raises:
        UserError: whatever is wrong with files, store, device or teacher.
    """
    _require_device(pace.device)
    named = None if _is_config(files) else teacher.reader(reader)
    asked = data_files(files, reader if _is_config(files) else named)
    sentences = StoredSentences(_read(asked), folder)
    teacher.ready.pace = pace
    store = filled(folder, teacher.ready, sentences, recorded, workspace)
    findings = [finding for file in asked for finding in file.reader.report.findings(file.path)]
    return AnnotatedFiles(store, len(sentences), findings)


def _is_config(files: Sequence[str]) -> bool:
    path = Path(files[0])
    return len(files) == 1 and (path.suffix in CONFIGS or (path / OF_A_RUN).is_file())


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
