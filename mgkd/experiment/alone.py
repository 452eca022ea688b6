"""The student without its teacher, for comparison."""

from math import ceil
from typing import Any

from mgkd.config import Deferred, build, part_of
from mgkd.experiment.experiment import Experiment
from mgkd.experiment.job import Job
from mgkd.experiment.lessons import epoch_size


def baseline_of(job: Job) -> Deferred[Experiment] | None:
    """What the config asks to be trained for comparison."""
    match job.experiment.baseline:
        case True:
            return student_alone(job)
        case False:
            return None
        case model:
            return student_alone(job, model.tree)


def student_alone(job: Job, model: dict[str, Any] | None = None) -> Deferred[Experiment]:
    """The same student without its teacher: on gold labels alone, all else equal.

    Args:
        job: the student's, with all text that may take part in an epoch.
        model: the tagger to take in place of the student's; None: none.

    It should be trained as well as it can be, so that what the teacher adds is not the time that
    was spent on the student. Of a training in stages it is a single stage with the trainer of the
    one that has the most epochs, the first of equals: one that only adjusts what another stage has
    learned would not do. And where that takes unlabelled text beside the labelled sentences, an
    epoch without it is shorter, so that there are as many more epochs, and epochs of patience.
    """
    stages = job.experiment.stages
    longest = max(range(len(stages)), key=lambda number: stages[number].trainer.epochs)
    tree, labelled = job.spec.tree, len(job.splits.train)
    in_stages = tree["stages"] is not None
    trainer = part_of(tree, f"stages[{longest}].trainer" if in_stages else "trainer")
    longer = max(1.0, epoch_size(stages[longest], job) / labelled)
    changed = {
        "teacher": None,
        "baseline": False,
        "objective": [{"type": "gold_nll", "weight": 1.0}],
        "stages": None,
        "trainer": {
            **trainer,
            **_stretched(trainer, longer),
            "optimizer": _without_losses(trainer["optimizer"]),
        },
    }
    if model is not None:
        changed["model"] = model
    return build(Deferred[Experiment], {**tree, **changed})


def _without_losses(optimizer: dict[str, Any]) -> dict[str, Any]:
    """Without groups of the parameters of losses: gold labels have none."""
    if not optimizer.get("groups"):
        return optimizer
    kept = [group for group in optimizer["groups"] if not group["match"].startswith("objective.")]
    return {**optimizer, "groups": kept}


def _stretched(trainer: dict[str, Any], times: float) -> dict[str, Any]:
    return {
        name: ceil(trainer[name] * times)
        for name in ("epochs", "patience")
        if trainer[name] is not None
    }
