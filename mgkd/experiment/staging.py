"""Training stage by stage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mgkd.deployment import RunDirectory
from mgkd.distillation import Alongside, Knowledge
from mgkd.experiment.encodings import training_encodings
from mgkd.experiment.job import Job
from mgkd.experiment.lessons import Lessons
from mgkd.experiment.stage import Stage, called
from mgkd.experiment.task import Learner, TaggingTask
from mgkd.experiment.workspace import Workspace
from mgkd.models import Tagger
from mgkd.training import EpochRecord, JSONLines, Progress, RunState, TrainingSummary


@dataclass(frozen=True)
class TrainedStage:
    """stage: as the config has it; sentences: how many; summary: how its training went."""

    stage: Stage
    sentences: int
    summary: TrainingSummary


class History(JSONLines):
    """The epochs of a stage behind those of the stages before it, each with its stage's name.

    Args:
        path: the file.
        stage: whose training it looks at.
        before: the stages that are done.
    """

    def __init__(self, path: Path, stage: Stage, before: Sequence[TrainedStage]) -> None:
        super().__init__(path)
        self.stage = stage
        self.before = before

    def told_before(self, run: RunState) -> Iterator[dict[str, Any]]:
        for trained in self.before:
            for record in trained.summary.history:
                yield _named(trained.stage, super().told(record))
        yield from super().told_before(run)

    def told(self, record: EpochRecord) -> dict[str, Any]:
        return _named(self.stage, super().told(record))


def _named(stage: Stage, told: dict[str, Any]) -> dict[str, Any]:
    return {"stage": stage.name, **told} if stage.name else told


def train_in_stages(
    job: Job,
    tagger: Tagger,
    knowledge: Knowledge | None,
    alongside: Alongside | None,
    run: RunDirectory,
    workspace: Workspace,
    role: str,
) -> list[TrainedStage]:
    """Train a tagger stage by stage, each from the best weights of the one before.

    Goes on from the checkpoints that are there: those of a stage that is done give its result at
    once.

    Args:
        alongside: the teacher, where some loss needs its inner states.
        role: what is trained, for the screen.

    Raises:
        UserError: as `Trainer.fit`, or when student and teacher have not the states that are
            compared.
    """
    encoded = training_encodings(tagger, job)
    trained: list[TrainedStage] = []
    for number, stage in enumerate(job.experiment.stages, start=1):
        lessons = Lessons(stage, job, encoded.lengths)
        known = knowledge if stage.objective.needs.stored else None
        learner = Learner(tagger, stage.objective, known, alongside)
        task = TaggingTask(learner, job, stage, encoded, lessons)
        if stage.name:
            workspace.say(f"{called(role, stage)}: {len(lessons)} sentences")
        summary = stage.trainer.fit(
            task,
            seed=job.experiment.seed,
            checkpoint_dir=run.checkpoint_path / f"stage-{number}",
            resume=True,
            callbacks=[
                task,
                History(run.history_path, stage, tuple(trained)),
                Progress(called(role, stage), workspace.console),
            ],
        )
        if summary.stopped_early:
            workspace.say(f"{called(role, stage)}: {_about_stopping(stage, summary, lessons)}")
        trained.append(TrainedStage(stage, len(lessons), summary))
    return trained


def _about_stopping(stage: Stage, summary: TrainingSummary, lessons: Lessons) -> str:
    """When it was, and how far down the schedule, of which the smallest steps often gain most."""
    said = (
        f"stopped after epoch {summary.epochs_run} of {stage.trainer.epochs}: none since "
        f"{summary.best_epoch} was better"
    )
    rate = stage.trainer.schedule.factor(summary.steps, lessons.whole().steps)
    return said if rate == 1 else f"{said}; its learning rates had come down to {rate:.0%}"
