"""The teacher's knowledge of a corpus: made once, found afterwards."""

from rich.progress import Progress

from mgkd.data import Labels
from mgkd.distillation import Knowledge, read_knowledge, write_knowledge
from mgkd.experiment.identity import knowledge_fingerprint
from mgkd.experiment.job import Job
from mgkd.experiment.teacher import ReadyTeacher
from mgkd.experiment.workspace import Workspace


def annotated(teacher: ReadyTeacher, job: Job, labels: Labels, workspace: Workspace) -> Knowledge:
    """What the teacher knows of the sentences a student learns from, in the student's label set.

    It is kept in the teacher's own, so that it serves students of every scheme.
    """
    asked = job.asked_of_teacher()
    path = workspace.knowledge_path(knowledge_fingerprint(teacher.fingerprint, asked, job.splits))
    if path.is_file():
        workspace.say(f"teacher's knowledge: found in {path}")
        return read_knowledge(path).written_in(labels)
    with Progress(console=workspace.console, transient=True) as progress:
        task = progress.add_task("teacher reads the sentences", total=None)
        given = teacher.answers(
            job.training_sentences(),
            asked,
            lambda done, total: progress.update(task, completed=done, total=total),
        )
        grammars = teacher.grammars() if asked.scores else ()
        write_knowledge(path, teacher.labels, asked, given, grammars)
    knowledge = read_knowledge(path)
    workspace.say(f"teacher's knowledge: {asked} of {len(knowledge)} distinct sentences, in {path}")
    return knowledge.written_in(labels)
