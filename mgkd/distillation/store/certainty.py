"""How much a teacher has to say: its certainty, and how it disagrees with gold annotations."""

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mgkd.data import Sentence, Span
from mgkd.distillation.answer import Answer

POWERS = tuple(2**exponent for exponent in range(11))
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
Decode = Callable[[Sequence[int]], Sequence[Span]]


@dataclass(frozen=True)
class Disagreement:
    """How the entities of best label sequences differ from the gold ones.

    Attributes:
        missing: gold entities where there is none.
        extra: entities where there is no gold one.
        different: gold entities that overlap with some entity of another extent or type.
    """

    missing: int
    extra: int
    different: int

    def __add__(self, other: "Disagreement") -> "Disagreement":
        return Disagreement(
            self.missing + other.missing,
            self.extra + other.extra,
            self.different + other.different,
        )


@dataclass(frozen=True)
class Certainty:
    """What holds of all sentences together.

    Attributes:
        sentences: how many.
        best: the mean probability of the best label sequence.
        covered: the mean of what the k best have together.
        first: the mean of what the first 1, 2, 4, 8 and so on have together.
        quantiles: of that, by the share of sentences that have at most so much.
        labelled: how many sentences have gold spans.
        agreeing: the share of those whose best label sequence is the gold one; NaN without any.
        disagreement: over those.
    """

    sentences: int
    best: float
    covered: float
    first: dict[int, float]
    quantiles: dict[float, float]
    labelled: int
    agreeing: float
    disagreement: Disagreement


def certainty(known: Iterable[tuple[Sentence, Answer]], decode: Decode) -> Certainty:
    """What a teacher's answers tell of its certainty.

    Args:
        known: taken one by one; a sentence's spans are gold. Those without paths do not count.
        decode: from label ids to entities.
    """
    best, covered = array("d"), array("d")
    first: Counter[int] = Counter()
    labelled = agreeing = longest = 0
    total = Disagreement(0, 0, 0)
    for sentence, answer in known:
        if not len(answer.log_probs):
            continue
        probabilities = answer.log_probs.double().exp()
        best.append(probabilities[0].item())
        covered.append(probabilities.sum().item())
        longest = max(longest, len(probabilities))
        running = probabilities.cumsum(0).tolist()
        first.update({k: running[min(k, len(running)) - 1] for k in POWERS})
        if sentence.spans is not None:
            found = tuple(decode(answer.paths[0].tolist()))
            labelled += 1
            agreeing += found == sentence.spans
            total += disagreement(sentence.spans, found)
    count = len(best)
    return Certainty(
        count,
        math.fsum(best) / count if count else math.nan,
        math.fsum(covered) / count if count else math.nan,
        {k: first[k] / count for k in POWERS if k <= longest},
        {q: float(np.quantile(covered, q)) for q in QUANTILES if count},
        labelled,
        agreeing / labelled if labelled else math.nan,
        total,
    )


def certainty_by_kind(
    known: Callable[[], Iterable[tuple[Sentence, Answer]]], decode: Decode
) -> dict[str, Certainty]:
    """The `certainty` of all sentences and, where both occur, of labelled and unlabelled ones.

    Args:
        known: gives them anew for each.
    """
    total = certainty(known(), decode)
    if total.labelled in (0, total.sentences):
        return {"all": total}
    labelled = ((s, answer) for s, answer in known() if s.spans is not None)
    unlabelled = ((s, answer) for s, answer in known() if s.spans is None)
    return {
        "all": total,
        "labelled": certainty(labelled, decode),
        "unlabelled": certainty(unlabelled, decode),
    }


def disagreement(gold: Sequence[Span], found: Sequence[Span]) -> Disagreement:
    """How the entities of one sentence differ."""
    wrong = [span for span in found if span not in gold]
    missed = [span for span in gold if span not in found]
    different = [span for span in missed if any(_overlap(span, other) for other in found)]
    extra = [span for span in wrong if not any(_overlap(span, other) for other in gold)]
    return Disagreement(len(missed) - len(different), len(extra), len(different))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
