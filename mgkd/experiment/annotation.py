"""The teacher's knowledge of sentences: made once, found afterwards."""

import time
from collections.abc import Sequence
from pathlib import Path

from rich.progress import MofNCompleteColumn, Progress

from mgkd.data import Labels, Sentence
from mgkd.data.partition import Selected
from mgkd.distillation import Header, Knowledge, KnowledgeStore, Recorded
from mgkd.experiment.job import Job
from mgkd.experiment.teacher import ReadyTeacher
from mgkd.experiment.turns import turn
from mgkd.experiment.workspace import Workspace

ROLE = "teacher's knowledge"


def annotated(teacher: ReadyTeacher, job: Job, labels: Labels, workspace: Workspace) -> Knowledge:
    """What the teacher knows of the sentences a student learns from, in the student's label set.

    It is kept in the teacher's own, so that it serves students of every scheme.
    """
    recorded = job.recorded_of_teacher()
    folder = place_of_knowledge(teacher, workspace)
    store = filled(folder, teacher, job.training_sentences(), recorded, workspace)
    return store.knowledge(recorded).written_in(labels)


def place_of_knowledge(teacher: ReadyTeacher, workspace: Workspace) -> Path:
    """The folder of the store with a teacher's answers."""
    return teacher.kept_in or workspace.knowledge_path(teacher.fingerprint)


def filled(
    folder: Path,
    teacher: ReadyTeacher,
    sentences: Sequence[Sentence],
    recorded: Recorded,
    workspace: Workspace,
) -> KnowledgeStore:
    """The store in a folder, with all that is wanted of all sentences; asked for is what lacks.

    Of several processes one asks and the others wait. One that was killed has lost little: the
    next goes on where it was.

    Raises:
        UserError: when the store is another teacher's, damaged or full, or the teacher fails.
    """
    store = KnowledgeStore(folder)
    store.require_teacher(teacher.fingerprint, teacher.description)
    if not len(store.inventory(sentences, recorded).lacking):
        workspace.say(f"{ROLE}: found in {folder}")
        return store
    waiting = f"{ROLE}: another process is adding to {folder}; waiting"
    with turn(folder / "lock", lambda: workspace.say(waiting)):
        store = KnowledgeStore(folder)
        inventory = store.inventory(sentences, recorded)
        found = f"found {inventory.found:,}, " if inventory.found else ""
        lacking = Selected(sentences, inventory.lacking)
        workspace.say(f"{ROLE}: {found}annotating {len(lacking):,} sentences: {recorded}")
        began = time.monotonic()
        _add(store, teacher, lacking, recorded, workspace)
        seconds = max(time.monotonic() - began, 1e-3)
        speed = f"{seconds:,.0f} s, {len(lacking) / seconds:,.0f} sentences / s"
        workspace.say(f"{ROLE}: annotated {len(lacking):,} sentences ({speed}), in {folder}")
    return store


def _add(
    store: KnowledgeStore,
    teacher: ReadyTeacher,
    sentences: Sequence[Sentence],
    recorded: Recorded,
    workspace: Workspace,
) -> None:
    console = workspace.console
    quiet = not console.is_terminal  # a file has no use for a bar
    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        task = progress.add_task("teacher reads the sentences", total=len(sentences))
        answers = teacher.answers(
            sentences,
            recorded.needs,
            lambda done, total: progress.update(task, completed=done, total=total),
        )
        grammars = teacher.grammars() if recorded.needs.scores else ()
        about = (teacher.fingerprint, teacher.description, teacher.labels)
        store.add(Header(*about, recorded, grammars), answers)
