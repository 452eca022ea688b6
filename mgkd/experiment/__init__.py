"""Experiments: from a config to trained, measured and compared runs."""

from mgkd.experiment.evaluation import EvaluatedFile, evaluate_file
from mgkd.experiment.experiment import Experiment, Teacher, teachers
from mgkd.experiment.loading import LoadedExperiment, load_experiment
from mgkd.experiment.pipeline import start
from mgkd.experiment.plan import plan
from mgkd.experiment.workspace import Workspace

__all__ = [
    "EvaluatedFile",
    "Experiment",
    "LoadedExperiment",
    "Teacher",
    "Workspace",
    "evaluate_file",
    "load_experiment",
    "plan",
    "start",
    "teachers",
]
