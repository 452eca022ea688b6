"""Which of the unlabelled sentences take part in an epoch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mgkd.data import CollectedText, Sentence
from mgkd.data.partition import Selected
from mgkd.distillation import Knowledge


@dataclass(frozen=True)
class Pool:
    """The sentences of one source of text, among all that are trained on.

    Attributes:
        name: of the source.
        places: [N] int64, of its sentences among those that are trained on, ascending.
        ratio: how many of them an epoch takes per labelled sentence; None: all.
        minimum_confidence: the least probability of the teacher's best label sequence; None: any.
        distrusted: how many sentences were left out for it; None: the teacher was not asked yet.
    """

    name: str
    places: np.ndarray
    ratio: float | None
    minimum_confidence: float | None
    distrusted: int | None = None

    def taken(self, labelled: int) -> int:
        """How many sentences an epoch takes, with this many labelled ones."""
        wanted = len(self.places) if self.ratio is None else round(self.ratio * labelled)
        return min(wanted, len(self.places))

    def drawn(self, labelled: int, generator: np.random.Generator) -> np.ndarray:
        """The places of an epoch, ascending."""
        count = self.taken(labelled)
        if count == len(self.places):
            return self.places
        return np.sort(generator.choice(self.places, count, replace=False))

    def trusted(self, sentences: Sequence[Sentence], knowledge: Knowledge) -> "Pool":
        """The same without sentences of which the teacher is less sure than it should be.

        Args:
            sentences: all that are trained on.
            knowledge: the teacher's, of them.
        """
        if self.minimum_confidence is None:
            return self
        best = knowledge.confidences(Selected(sentences, self.places))
        with np.errstate(divide="ignore"):  # the logarithm of 0 is right here
            # Rounded as log-probabilities are, so that what is exactly as sure stays.
            sure = best >= np.log(np.float64(self.minimum_confidence)).astype(np.float32)
        return replace(self, places=self.places[sure], distrusted=int((~sure).sum()))

    def remark(self, labelled: int) -> str:
        """For people: what the teacher's doubts leave out, and how many an epoch takes."""
        said = ""
        if self.minimum_confidence is not None:
            count = "sentences" if self.distrusted is None else f"{self.distrusted:,}"
            which = f"of which the teacher is less sure than {self.minimum_confidence:g}"
            said += f"; not learned from: {count} {which}"
        if self.ratio is not None:
            said += f"; {self.taken(labelled):,} in an epoch"
        return said


def pools_of(collected: Iterable[CollectedText], first: int) -> tuple[Pool, ...]:
    """A pool for every source, the first of whose sentences have this place."""
    pools = []
    for found in collected:
        places = np.arange(first, first + len(found.sentences))
        text = found.text
        pools.append(Pool(text.name, places, text.ratio, text.minimum_confidence))
        first += len(found.sentences)
    return tuple(pools)


def epoch_places(
    pools: Sequence[Pool], others: int, labelled: int, seed: int, epoch: int
) -> np.ndarray:
    """The places of the sentences that take part in an epoch, ascending; the arguments decide.

    Args:
        others: sentences before those of the pools, which take part in every epoch.
        labelled: how many of these are labelled.
    """
    drawn = [
        pool.drawn(labelled, np.random.default_rng([seed, epoch, position]))
        for position, pool in enumerate(pools)
    ]
    return np.concatenate([np.arange(others), *drawn])
