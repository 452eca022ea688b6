"""Experiments: from a config to trained, measured and compared runs."""

from mgkd.experiment.annotating_files import AnnotatedFiles, annotate_files
from mgkd.experiment.evaluation import EvaluatedFile, evaluate_file
from mgkd.experiment.examining import Examined, examine, examine_source, whole
from mgkd.experiment.experiment import Experiment
from mgkd.experiment.files import DataFile, data_files
from mgkd.experiment.limits import too_long_for
from mgkd.experiment.loading import LoadedExperiment, load_examined, load_experiment
from mgkd.experiment.named_teacher import NamedTeacher, named_teacher
from mgkd.experiment.pipeline import start
from mgkd.experiment.plan import plan
from mgkd.experiment.teacher import Pace, ReadyTeacher, Teacher
from mgkd.experiment.teachers import (
    AnnotationsTeacher,
    EnsembleTeacher,
    FinishedTeacher,
    StoredTeacher,
    TokenClassificationTeacher,
    TrainedTeacher,
    teachers,
)
from mgkd.experiment.turns import HAS_TURNS
from mgkd.experiment.workspace import Workspace

__all__ = [
    "HAS_TURNS",
    "AnnotatedFiles",
    "AnnotationsTeacher",
    "DataFile",
    "EnsembleTeacher",
    "EvaluatedFile",
    "Examined",
    "Experiment",
    "FinishedTeacher",
    "LoadedExperiment",
    "NamedTeacher",
    "Pace",
    "ReadyTeacher",
    "StoredTeacher",
    "Teacher",
    "TokenClassificationTeacher",
    "TrainedTeacher",
    "Workspace",
    "annotate_files",
    "data_files",
    "evaluate_file",
    "examine",
    "examine_source",
    "load_examined",
    "load_experiment",
    "named_teacher",
    "plan",
    "start",
    "teachers",
    "too_long_for",
    "whole",
]
