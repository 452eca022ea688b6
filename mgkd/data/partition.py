"""Parts of a training split that serve as something else."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from mgkd.data.errors import DataError
from mgkd.data.sentence import Sentence
from mgkd.data.stored import Composed, lengths_of

SEED = 13  # fixed: what is labelled belongs to the corpus, not to a run


class Selected(Composed):
    """Some sentences of others, in their order; nothing is copied.

    Args:
        sentences: the others.
        places: which, ascending.
        with_labels: False to set their labels aside.
    """

    def __init__(
        self, sentences: Sequence[Sentence], places: Sequence[int], with_labels: bool = True
    ) -> None:
        self._sentences, self._with_labels = sentences, with_labels
        self._places = np.asarray(places, dtype=np.int64)
        self.lengths = np.asarray(lengths_of(sentences), dtype=np.int64)[self._places]

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Sentence]:
        return (self[position] for position in range(len(self)))

    def __getitem__(self, position):
        if isinstance(position, slice):
            return [self[index] for index in range(len(self))[position]]
        sentence = self._sentences[int(self._places[position])]
        return sentence if self._with_labels else sentence.without_spans()


def last_part(
    sentences: Sequence[Sentence], share: float, path: Path
) -> tuple[Sequence[Sentence], Sequence[Sentence]]:
    """All but the last sentences, and the last, which are this share.

    Raises:
        DataError: when there are too few sentences for both parts.
    """
    places = range(len(sentences))
    border = len(sentences) - round(share * len(sentences))
    _require_both(border, len(sentences), "dev_share", share, path)
    return Selected(sentences, places[:border]), Selected(sentences, places[border:])


def some_labelled(
    sentences: Sequence[Sentence], share: float, path: Path
) -> tuple[Sequence[Sentence], Sequence[Sentence]]:
    """This share of the sentences, drawn at random, and the others without their labels.

    Raises:
        DataError: when there are too few sentences for both parts.
    """
    count = round(share * len(sentences))
    _require_both(count, len(sentences), "labelled_share", share, path)
    drawn = set(random.Random(SEED).sample(range(len(sentences)), count))
    others = [place for place in range(len(sentences)) if place not in drawn]
    return Selected(sentences, sorted(drawn)), Selected(sentences, others, with_labels=False)


def _require_both(count: int, total: int, name: str, share: float, path: Path) -> None:
    if not 0 < count < total:
        raise DataError(
            f"{path}: a share of {share:g} ({name}) of its {total} sentences leaves nothing on one "
            "side; choose another"
        )
