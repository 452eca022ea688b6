"""A dry run: everything checked that can be, and what would be done."""

from pathlib import Path

from mgkd.config import Deferred
from mgkd.data import Labels, lengths_of
from mgkd.deployment import RunDirectory, require_space
from mgkd.distillation import KnowledgeStore
from mgkd.experiment.alone import baseline_of
from mgkd.experiment.annotation import place_of_knowledge
from mgkd.experiment.experiment import Experiment, encoders
from mgkd.experiment.job import Job
from mgkd.experiment.lessons import Lessons
from mgkd.experiment.looking import stand_in
from mgkd.experiment.pipeline import check_place
from mgkd.experiment.stage import called
from mgkd.experiment.task import Learner
from mgkd.experiment.teacher import Planning, Teacher
from mgkd.experiment.workspace import Workspace
from mgkd.models import shaped_by


def plan(
    spec: Deferred[Experiment],
    run: RunDirectory,
    workspace: Workspace,
    *,
    force: bool = False,
    resume: bool = False,
) -> None:
    """Say what `start` would do; trains and writes nothing.

    Corpora are read, encoders loaded, taggers and optimizers made, and places looked at.

    Raises:
        UserError: what `start` would raise before it trains.
    """
    check_place(run, spec, force=force, resume=resume)
    job = Job.load(spec, workspace.cache)
    workspace.say(str(job.experiment.corpus.summary(job.splits)))
    workspace.say(encoders(spec))
    workspace.say("plan:")
    _say_training(job, run, workspace, "student" if job.experiment.teacher else "tagger")
    workspace.say(f"  into {run.path}\nnothing was trained (dry run)")


def _say_training(job: Job, run: RunDirectory, workspace: Workspace, role: str) -> Labels:
    """One line a training, those that it rests on first; the label set that it will have."""
    asked = job.asked_of_teacher()
    known = _say_teacher(job.experiment.teacher, job, workspace)
    if asked:
        _say_knowledge(job, workspace)
    if inside := job.experiment.needs.inside:
        workspace.say(f"  teacher: runs alongside the training, for {inside}; nothing is stored")
    alone = baseline_of(job)
    if alone is not None:
        _say_foundation(alone, workspace, "alone")
    labels = job.labels(known if asked else None)
    tagger = job.experiment.model(labels=labels, equip=shaped_by(job.found_sentences()))
    require_space(run.path, tagger.parameter_count())
    lengths = lengths_of(job.training_sentences())
    for line in [*job.about_texts(), *job.about_silent_terms()]:
        workspace.say(f"  {role}: {line}")
    alongside = stand_in(job, workspace.cache)
    for stage in job.experiment.stages:
        learner = Learner(tagger, stage.objective, None, alongside)
        stage.trainer.optimizer.build(learner.named_parameters())
        lessons = Lessons(stage, job, lengths)
        stage.objective.require_time(lessons.whole())
        workspace.say(
            f"  {called(role, stage)}: train {tagger.parameter_count():,} parameters on "
            f"{len(lessons)} sentences, at most {stage.trainer.epochs} epochs of "
            f"{len(lessons.batches(1))} batches"
        )
    return labels


def _say_teacher(teacher: Teacher | None, job: Job, workspace: Workspace) -> Labels | None:
    """The label set that the teacher has or will have."""
    if teacher is None:
        return None
    sentences = job.training_sentences() if job.asked_of_teacher() else []

    def foresee(spec: Deferred[Experiment]) -> Labels:
        return _say_foundation(spec, workspace, "teacher")

    return teacher.plan(Planning(sentences, foresee, workspace.say, job.recorded_of_teacher()))


def _say_knowledge(job: Job, workspace: Workspace) -> None:
    """What the teacher will be asked, and of how many sentences it has been asked already."""
    recorded, said = job.recorded_of_teacher(), ""
    place = _place_of_knowledge(job, workspace)
    if place is not None:
        inventory = KnowledgeStore(place).inventory(job.training_sentences(), recorded)
        said = f"; {inventory.found:,} found, {len(inventory.lacking):,} to be annotated"
    workspace.say(f"  teacher's knowledge: {recorded} of each sentence{said}")


def _place_of_knowledge(job: Job, workspace: Workspace) -> Path | None:
    """Where its teacher's answers are kept; None as long as the teacher is not trained."""

    def find(spec: Deferred[Experiment]) -> RunDirectory:
        teacher = Job.load(spec, workspace.cache)
        found = None
        if teacher.experiment.teacher is None:
            found = workspace.find(teacher.fingerprint(workspace, None))
        if found is None:
            raise _NotTrainedYet
        return found

    try:
        return place_of_knowledge(job.experiment.teacher.ready(find), workspace)
    except _NotTrainedYet:
        return None


class _NotTrainedYet(Exception):
    """A teacher has to be trained before it can say what it is known by."""


def _say_foundation(spec: Deferred[Experiment], workspace: Workspace, role: str) -> Labels:
    """A training that another rests on: found, or to be done."""
    job = Job.load(spec, workspace.cache)
    found = None
    if job.experiment.teacher is None:
        found = workspace.find(job.fingerprint(workspace, None))
    if found is not None:
        workspace.say(f"  {role}: found trained in {found.path}")
        return found.labels()
    return _say_training(job, RunDirectory(workspace.cache), workspace, role)
