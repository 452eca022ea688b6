"""The teacher's knowledge of a corpus: made once, found afterwards."""

from rich.progress import Progress

from mgkd.deployment import RunDirectory
from mgkd.distillation import Knowledge, annotate
from mgkd.experiment.identity import knowledge_fingerprint
from mgkd.experiment.job import Job
from mgkd.experiment.workspace import Workspace


def annotated(teacher: RunDirectory, job: Job, workspace: Workspace) -> Knowledge | None:
    """What the teacher knows of the sentences a student learns from; None if no loss asks."""
    paths = job.paths_of_teacher()
    if not paths:
        return None
    path = workspace.knowledge_path(
        knowledge_fingerprint(teacher.results().fingerprint, paths, job.splits)
    )
    if path.is_file():
        workspace.say(f"teacher's knowledge: found in {path}")
        return Knowledge.load(path)
    sentences = job.training_sentences()
    with Progress(console=workspace.console, transient=True) as progress:
        task = progress.add_task("teacher reads the sentences", total=None)
        knowledge = annotate(
            teacher.load_tagger(),
            sentences,
            paths,
            advance=lambda done, total: progress.update(task, completed=done, total=total),
        )
    knowledge.save(path)
    workspace.say(
        f"teacher's knowledge: the {paths} best label sequences of {len(knowledge)} "
        f"distinct sentences, in {path}"
    )
    return knowledge
