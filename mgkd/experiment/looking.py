"""The teacher at hand while its student is trained, where a loss needs its inner states."""

from pathlib import Path
from typing import Any

from mgkd.config import Deferred, UserError
from mgkd.distillation import Alongside
from mgkd.experiment.job import Job
from mgkd.experiment.teacher import ReadyTeacher
from mgkd.models import Tagger, shaped_by


def alongside(job: Job, teacher: ReadyTeacher | None) -> Alongside | None:
    """The teacher of a job, to be looked into; None where no loss does.

    Raises:
        UserError: when the teacher is no tagger, which is seen only here of a loss that tells its
            needs when it is built.
    """
    inside = job.experiment.needs.inside
    return _alongside(job, teacher.tagger() if teacher and inside else None)


def stand_in(job: Job, cache: Path) -> Alongside | None:
    """The same with a tagger that is like the teacher's in all but values: nothing is trained.

    Args:
        cache: folder for what the teacher's experiment wants kept on disk.

    Raises:
        UserError: as `alongside` does.
    """
    inside, teacher = job.experiment.needs.inside, job.experiment.teacher

    def untrained(spec: Deferred[Any]) -> Tagger:
        own = Job.load(spec, cache)
        equip = shaped_by(own.found_sentences())
        return own.experiment.model(labels=own.labels(None), equip=equip)

    return _alongside(job, teacher.shape(untrained) if teacher and inside else None)


def _alongside(job: Job, tagger: Tagger | None) -> Alongside | None:
    inside = job.experiment.needs.inside
    if not inside:
        return None
    if tagger is None:
        raise UserError(
            "objective: a loss needs inner states of the teacher, which only a tagger has; name a "
            "teacher of the type 'trained' or 'run', or choose another loss"
        )
    return Alongside(tagger, inside, keep=job.folder is None)
