"""Distillation: what a teacher knows, and the losses that pass it on."""

from mgkd.distillation.annotate import Advance, annotate, answers
from mgkd.distillation.annotations import read_annotations, write_annotations
from mgkd.distillation.annotators import (
    Annotator,
    ChainAnnotator,
    ClassifierAnnotator,
    TaggerAnnotator,
)
from mgkd.distillation.answer import Answer, Answers
from mgkd.distillation.ensembles import LogLinearPool, Mixture
from mgkd.distillation.knowledge import Knowledge
from mgkd.distillation.losses import FuzzyCRF, GoldNLL, KBestCrossEntropy, Loss, losses
from mgkd.distillation.needs import Needs
from mgkd.distillation.objective import Objective, ObjectiveValue, Term
from mgkd.distillation.store import (
    Certainty,
    Disagreement,
    Header,
    KnowledgeStore,
    Recorded,
    certainty,
    certainty_by_kind,
    check_store,
    disagreement,
)
from mgkd.distillation.teacher_knowledge import TeacherKnowledge
from mgkd.distillation.voices import Grammar, Voice
from mgkd.distillation.weights import Weight, weights

__all__ = [
    "Advance",
    "Annotator",
    "Answer",
    "Answers",
    "Certainty",
    "ChainAnnotator",
    "ClassifierAnnotator",
    "Disagreement",
    "FuzzyCRF",
    "GoldNLL",
    "Grammar",
    "Header",
    "KBestCrossEntropy",
    "Knowledge",
    "KnowledgeStore",
    "LogLinearPool",
    "Loss",
    "Mixture",
    "Needs",
    "Objective",
    "ObjectiveValue",
    "Recorded",
    "TaggerAnnotator",
    "TeacherKnowledge",
    "Term",
    "Voice",
    "Weight",
    "annotate",
    "answers",
    "certainty",
    "certainty_by_kind",
    "check_store",
    "disagreement",
    "losses",
    "read_annotations",
    "weights",
    "write_annotations",
]
