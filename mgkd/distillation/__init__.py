"""Distillation: what a teacher knows, and the losses that pass it on."""

from mgkd.distillation.annotate import annotate
from mgkd.distillation.knowledge import BestPaths, Knowledge
from mgkd.distillation.losses import FuzzyCRF, GoldNLL, KBestCrossEntropy, Loss, losses
from mgkd.distillation.needs import Needs
from mgkd.distillation.objective import Objective, ObjectiveValue, Term
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.distillation.weights import Weight, weights

__all__ = [
    "BestPaths",
    "FuzzyCRF",
    "GoldNLL",
    "KBestCrossEntropy",
    "Knowledge",
    "Loss",
    "Needs",
    "Objective",
    "ObjectiveValue",
    "TeacherKnowledge",
    "Term",
    "Weight",
    "annotate",
    "losses",
    "weights",
]
