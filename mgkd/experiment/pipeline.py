"""The main job: from an experiment to a finished run."""

from mgkd.config import Deferred, UserError
from mgkd.deployment import RunDirectory, describe_environment, require_space
from mgkd.evaluation import Results
from mgkd.experiment.alone import baseline_of, student_alone
from mgkd.experiment.annotation import annotated
from mgkd.experiment.experiment import Experiment, encoders
from mgkd.experiment.inheritance import inherits
from mgkd.experiment.job import Job, learns_from_text
from mgkd.experiment.looking import alongside
from mgkd.experiment.measuring import comparable, measure
from mgkd.experiment.staging import train_in_stages
from mgkd.experiment.teacher import ReadyTeacher
from mgkd.experiment.workspace import Workspace
from mgkd.models import Tagger, learning_from
from mgkd.training import seed_everything


def start(
    spec: Deferred[Experiment],
    run: RunDirectory,
    workspace: Workspace,
    *,
    force: bool = False,
    resume: bool = False,
) -> Results:
    """Train an experiment into a run directory, with all that it rests on.

    Args:
        force: replace a run that is there.
        resume: go on with a run that was begun there.

    Raises:
        UserError: whatever is wrong with config, corpus, encoder, teacher or directory.
    """
    job = Job.load(spec, workspace.cache)
    check_place(run, spec, force=force, resume=resume)
    workspace.say(str(job.experiment.corpus.summary(job.splits)))
    workspace.say(encoders(spec))
    if not resume:
        run.claim(replace=force)
        run.write_config(spec.tree, workspace.plugins)
    teacher = _teacher(job, workspace)
    role = "student" if teacher else "tagger"
    with workspace.turn(role, job.fingerprint(workspace, teacher)):
        return _carry_out(job, teacher, run, workspace, role)


def check_place(
    run: RunDirectory, spec: Deferred[Experiment], *, force: bool, resume: bool
) -> None:
    """Refuse a place that `start` could not use, before anything is changed there."""
    if not resume:
        run.check_free(replace=force)
        return
    if not run.is_begun:
        raise UserError(
            f"nothing to resume: no run was begun in {run.path}; begin one without --resume"
        )
    if run.is_complete:
        raise UserError(
            f"the run in {run.path} is finished; there is nothing to resume\n"
            "See it with mgkd compare, choose --out DIR, or replace it with --force."
        )
    if run.config() != spec.tree:
        raise UserError(
            f"the config is not the one that the run in {run.path} was begun with; compare it "
            f"with {run.config_path}, or begin anew with --force"
        )


def train_or_find(spec: Deferred[Experiment], workspace: Workspace, role: str) -> RunDirectory:
    """The run of a training that another rests on: found finished, gone on with, or trained.

    Args:
        role: what it is to the other, for the screen: "teacher" or "alone".
    """
    job = Job.load(spec, workspace.cache)
    teacher = _teacher(job, workspace)
    known_by = job.fingerprint(workspace, teacher)
    with workspace.turn(role, known_by):
        found = workspace.find(known_by)
        if found is not None:
            workspace.say(f"{role}: found trained in {found.path}")
            return found
        run = workspace.place_for(role, known_by)
        if not run.is_begun:
            run.claim(replace=False)
            run.write_config(spec.tree, workspace.plugins)
        _carry_out(job, teacher, run, workspace, role)
    return run


def _teacher(job: Job, workspace: Workspace) -> ReadyTeacher | None:
    if job.experiment.teacher is None:
        return None
    return job.experiment.teacher.ready(lambda spec: train_or_find(spec, workspace, "teacher"))


def _carry_out(
    job: Job, teacher: ReadyTeacher | None, run: RunDirectory, workspace: Workspace, role: str
) -> Results:
    """Train, evaluate and write one run, going on from a checkpoint where there is one."""
    experiment = job.experiment
    run.begin(job.fingerprint(workspace, teacher))
    asked = teacher if job.asked_of_teacher() else None
    labels = job.labels(asked.labels if asked else None)
    knowledge = annotated(asked, job, labels, workspace) if asked else None
    alone = _alone(job, workspace) if teacher else None
    job = job.trusting(knowledge) if knowledge is not None else job
    inherited_from = teacher.tagger() if teacher and inherits(job.spec.tree) else None
    seed_everything(experiment.seed)
    equip = learning_from(job.found_sentences(), inherited_from)
    tagger = experiment.model(labels=labels, equip=equip)
    require_space(run.path, tagger.parameter_count())
    _introduce(job, tagger, workspace, role)
    beside = alongside(job, teacher)
    trained = train_in_stages(job, tagger, knowledge, beside, run, workspace, role)
    run.save_tagger(tagger)
    run.write_environment(describe_environment(seed=experiment.seed, device=str(tagger.device)))
    measured = measure(job, job.fingerprint(workspace, teacher), tagger, run, trained)
    compared_with = {
        "teacher": teacher.results(job.held_out) if teacher else None,
        "alone": comparable(alone, job.held_out) if alone else None,
    }
    results = measured.results.model_copy(update=compared_with)
    run.write_counts(measured.counts)
    run.write_results(results)
    run.finish()
    return results


def _alone(job: Job, workspace: Workspace) -> RunDirectory | None:
    """The student without its teacher: trained if the config asks for it, else if it is there."""
    spec = baseline_of(job)
    if spec is not None:
        return train_or_find(spec, workspace, "alone")
    if inherits(job.spec.tree):  # then there is no such student
        return None
    spec = student_alone(job)
    known_by = Job(spec, spec(), job.splits, job.folder).fingerprint(workspace, None)
    with workspace.turn("alone", known_by):
        return workspace.find(known_by)


def _introduce(job: Job, tagger: Tagger, workspace: Workspace, role: str) -> None:
    if inside := job.experiment.needs.inside:
        workspace.say(f"teacher: runs alongside, for {inside}")
    workspace.say(
        f"{role}: {tagger.embedder.describe()}; {tagger.parameter_count():,} parameters; "
        f"{len(tagger.labels)} labels ({tagger.labels.scheme}); {job.sentence_count} sentences"
    )
    types = job.experiment.corpus.types
    if types is not None:
        workspace.say(f"{role}: of the entity types {', '.join(types)} alone (corpus.types)")
    for line in [*job.about_texts(), *job.about_silent_terms()]:
        workspace.say(f"{role}: {line}")
    has_text = job.splits.unlabelled or job.experiment.unlabelled
    if has_text and not learns_from_text(job.experiment):
        workspace.say(
            f"{role}: unlabelled text is not used, since no term of the objective learns from a "
            "teacher there"
        )
