"""Teachers of every kind, a file each."""

from mgkd.experiment.teacher import teachers
from mgkd.experiment.teachers.annotations import AnnotationsTeacher
from mgkd.experiment.teachers.ensemble import EnsembleTeacher
from mgkd.experiment.teachers.run import FinishedTeacher
from mgkd.experiment.teachers.several import SeveralTeachers
from mgkd.experiment.teachers.stored import StoredTeacher
from mgkd.experiment.teachers.token_classification import TokenClassificationTeacher
from mgkd.experiment.teachers.trained import TrainedTeacher

__all__ = [
    "AnnotationsTeacher",
    "EnsembleTeacher",
    "FinishedTeacher",
    "SeveralTeachers",
    "StoredTeacher",
    "TokenClassificationTeacher",
    "TrainedTeacher",
    "teachers",
]
