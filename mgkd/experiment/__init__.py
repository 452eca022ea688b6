"""Experiments: from a config to trained, measured and compared runs."""

from mgkd.experiment.evaluation import EvaluatedFile, evaluate_file
from mgkd.experiment.examining import Examined, examine, examine_source, whole
from mgkd.experiment.experiment import Experiment
from mgkd.experiment.files import DataFile, data_files
from mgkd.experiment.limits import too_long_for
from mgkd.experiment.loading import LoadedExperiment, load_examined, load_experiment
from mgkd.experiment.pipeline import start
from mgkd.experiment.plan import plan
from mgkd.experiment.teacher import ReadyTeacher, Teacher
from mgkd.experiment.teachers import (
    AnnotationsTeacher,
    EnsembleTeacher,
    FinishedTeacher,
    TokenClassificationTeacher,
    TrainedTeacher,
    teachers,
)
from mgkd.experiment.turns import HAS_TURNS
from mgkd.experiment.workspace import Workspace

__all__ = [
    "HAS_TURNS",
    "AnnotationsTeacher",
    "DataFile",
    "EnsembleTeacher",
    "EvaluatedFile",
    "Examined",
    "Experiment",
    "FinishedTeacher",
    "LoadedExperiment",
    "ReadyTeacher",
    "Teacher",
    "TokenClassificationTeacher",
    "TrainedTeacher",
    "Workspace",
    "data_files",
    "evaluate_file",
    "examine",
    "examine_source",
    "load_examined",
    "load_experiment",
    "plan",
    "start",
    "teachers",
    "too_long_for",
    "whole",
]
