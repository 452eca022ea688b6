"""Distillation: what a teacher knows, and the losses that pass it on."""

from mgkd.distillation.alongside import Alongside
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
from mgkd.distillation.layer_map import LayerMap, LayerPair
from mgkd.distillation.losses import (
    DIST,
    AttentionMSE,
    CollapsedPosteriorKL,
    DecoupledKD,
    EmissionKL,
    FuzzyCRF,
    FuzzyCRFThreshold,
    FuzzyCRFTop,
    GoldNLL,
    HiddenCosine,
    HiddenMSE,
    KBestCrossEntropy,
    KBestDecoupledKD,
    LogitMSE,
    Loss,
    MiniLMRelations,
    PartialCRF,
    PathSet,
    PosteriorKL,
    StructuralCrossEntropy,
    TopK,
    losses,
)
from mgkd.distillation.needs import Needs
from mgkd.distillation.objective import Objective, ObjectiveValue, Term
from mgkd.distillation.silver import labelled_by_the_best
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
from mgkd.distillation.unions import Union, union_of
from mgkd.distillation.voices import Grammar, Voice, carries_over
from mgkd.distillation.weights import Moment, Weight, weights

__all__ = [
    "DIST",
    "Advance",
    "Alongside",
    "Annotator",
    "Answer",
    "Answers",
    "AttentionMSE",
    "Certainty",
    "ChainAnnotator",
    "ClassifierAnnotator",
    "CollapsedPosteriorKL",
    "DecoupledKD",
    "Disagreement",
    "EmissionKL",
    "FuzzyCRF",
    "FuzzyCRFThreshold",
    "FuzzyCRFTop",
    "GoldNLL",
    "Grammar",
    "Header",
    "HiddenCosine",
    "HiddenMSE",
    "KBestCrossEntropy",
    "KBestDecoupledKD",
    "Knowledge",
    "KnowledgeStore",
    "LayerMap",
    "LayerPair",
    "LogLinearPool",
    "LogitMSE",
    "Loss",
    "MiniLMRelations",
    "Mixture",
    "Moment",
    "Needs",
    "Objective",
    "ObjectiveValue",
    "PartialCRF",
    "PathSet",
    "PosteriorKL",
    "Recorded",
    "StructuralCrossEntropy",
    "TaggerAnnotator",
    "TeacherKnowledge",
    "Term",
    "TopK",
    "Union",
    "Voice",
    "Weight",
    "annotate",
    "answers",
    "carries_over",
    "certainty",
    "certainty_by_kind",
    "check_store",
    "disagreement",
    "labelled_by_the_best",
    "losses",
    "read_annotations",
    "union_of",
    "weights",
    "write_annotations",
]
