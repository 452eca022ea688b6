"""Distillation: what a teacher knows, and the losses that pass it on."""

from mgkd.distillation.annotate import Advance, annotate
from mgkd.distillation.annotations import read_annotations, write_annotations
from mgkd.distillation.annotators import (
    Annotator,
    ChainAnnotator,
    ClassifierAnnotator,
    TaggerAnnotator,
)
from mgkd.distillation.ensembles import LogLinearPool, Mixture
from mgkd.distillation.knowledge import BestPaths, Knowledge
from mgkd.distillation.losses import FuzzyCRF, GoldNLL, KBestCrossEntropy, Loss, losses
from mgkd.distillation.needs import Needs
from mgkd.distillation.objective import Objective, ObjectiveValue, Term
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.distillation.weights import Weight, weights

__all__ = [
    "Advance",
    "Annotator",
    "BestPaths",
    "ChainAnnotator",
    "ClassifierAnnotator",
    "FuzzyCRF",
    "GoldNLL",
    "KBestCrossEntropy",
    "Knowledge",
    "LogLinearPool",
    "Loss",
    "Mixture",
    "Needs",
    "Objective",
    "ObjectiveValue",
    "TaggerAnnotator",
    "TeacherKnowledge",
    "Term",
    "Weight",
    "annotate",
    "losses",
    "read_annotations",
    "weights",
    "write_annotations",
]
