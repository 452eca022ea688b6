"""Figures to beat."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.crf.contenders import Ours, Reference
from benchmarks.crf.contenders.contender import Contender
from benchmarks.crf.contenders.python_crfsuite import PythonCRFsuite
from benchmarks.crf.measurement import Sheet

TORCH_PEER = "fastest correct torch peer"


@dataclass(frozen=True)
class Target:
    """How many times faster than a peer, or at most how many times as slow as another operation.

    Args:
        contender: whose time is looked at.
        operation: by name.
        against: TORCH_PEER, a contender's name, or the name of an operation of the same contender.
        figure: at least, or at most where it is measured against an operation.
        fewest_labels: with fewer, nothing is promised.
    """

    contender: type[Contender]
    operation: str
    against: str
    figure: float
    fewest_labels: int = 0


TARGETS = (
    Target(Ours, "nll", TORCH_PEER, 30),
    Target(Ours, "viterbi", TORCH_PEER, 25),
    Target(Ours, "viterbi", PythonCRFsuite.name, 1, fewest_labels=28),
    Target(Ours, "kbest-8", TORCH_PEER, 140),
    Target(Ours, "marginals", TORCH_PEER, 20),
    Target(Ours, "cross_entropy", "nll", 1.5),
    Target(Ours, "fuzzy", "nll", 2.2),
    Target(Reference, "nll", TORCH_PEER, 5),
    Target(Reference, "kbest-8", TORCH_PEER, 5),
)


@dataclass(frozen=True)
class Outcome:
    """A target beside what was measured: against whom, and the ratio; None where either lacks."""

    target: Target
    against: str
    ratio: float | None

    @property
    def at_most(self) -> bool:
        return self.target.against == "nll"


def outcomes(sheets: Sequence[Sheet]) -> list[Outcome]:
    """The targets beside the measurements of one shape."""
    by_operation = {sheet.operation.name: sheet for sheet in sheets}
    labels = min((sheet.shape[2] for sheet in sheets), default=0)
    return [_outcome(target, by_operation) for target in TARGETS if labels >= target.fewest_labels]


def _outcome(target: Target, sheets: dict[str, Sheet]) -> Outcome:
    sheet = sheets.get(target.operation)
    own = sheet and sheet.row(target.contender.name)
    if not own or not own.correct:
        return Outcome(target, target.against, None)
    if target.against in sheets:
        other = sheets[target.against].row(target.contender.name)
        correct = other is not None and other.correct
        return Outcome(target, target.against, own.seconds / other.seconds if correct else None)
    peer = sheet.row(target.against)
    if target.against == TORCH_PEER:
        peer = sheet.fastest_peer(compiled=False)
    if peer is None or not peer.correct:
        return Outcome(target, target.against, None)
    return Outcome(target, peer.name, peer.seconds / own.seconds)
