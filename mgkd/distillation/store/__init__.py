"""The knowledge store: a teacher's answers in files, found by the fingerprints of sentences."""

from mgkd.distillation.store.certainty import (
    Certainty,
    Disagreement,
    certainty,
    certainty_by_kind,
    disagreement,
)
from mgkd.distillation.store.checking import CheckedSegment, check_store
from mgkd.distillation.store.header import Header, Recorded
from mgkd.distillation.store.store import KnowledgeStore
from mgkd.distillation.store.stored_answers import StoredAnswers
from mgkd.distillation.store.top_labels import TopLabels

__all__ = [
    "Certainty",
    "CheckedSegment",
    "Disagreement",
    "Header",
    "KnowledgeStore",
    "Recorded",
    "StoredAnswers",
    "TopLabels",
    "certainty",
    "certainty_by_kind",
    "check_store",
    "disagreement",
]
