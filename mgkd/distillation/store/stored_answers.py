"""Answers that stay in their files until they are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from mgkd.data import Sentence
from mgkd.distillation.answer import Answer
from mgkd.distillation.store.entries import Layout, fingerprint_of, key_of
from mgkd.distillation.store.header import Recorded
from mgkd.distillation.store.segment import Segment, keys_of


class StoredAnswers(Mapping[str, Answer]):
    """Answers by fingerprint, read when they are asked for.

    16 bytes an answer are in memory: its key, which is the beginning of the fingerprint, and its
    place. Fingerprints with equal keys are told apart.

    Args:
        segments: where they are; of several answers for one sentence that of the first counts.
        wanted: how much of an answer to read.

    Attributes:
        wanted: the same.
    """

    def __init__(self, segments: Sequence[Segment], wanted: Recorded) -> None:
        self._segments = segments
        self.wanted = wanted
        keys = keys_of(segments)
        self._places = np.argsort(keys, kind="stable")  # of equal keys the first segments' first
        self._keys = keys[self._places]
        self._starts = np.cumsum([0, *map(len, segments)])
        self._count = len(np.unique(keys)) if len(segments) > 1 else len(keys)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, fingerprint: object) -> bool:
        return isinstance(fingerprint, str) and self._find(fingerprint) is not None

    def __getitem__(self, fingerprint: str) -> Answer:
        found = self._find(fingerprint)
        if found is None:
            raise KeyError(fingerprint)
        _, layout, entry = found
        return layout.answer(entry, self.wanted)

    def __iter__(self) -> Iterator[str]:
        return (fingerprint_of(entry) for _, entry in self.entries())

    def sentences(self) -> Iterator[Sentence]:
        """The sentences, with gold spans where they are known, in the order of the files."""
        return (layout.sentence(entry) for layout, entry in self.entries())

    def with_sentences(self) -> Iterator[tuple[Sentence, Answer]]:
        """The same, each with its answer."""
        for layout, entry in self.entries():
            yield layout.sentence(entry), layout.answer(entry, self.wanted)

    def first(self, count: int) -> list[tuple[Sentence, Answer]]:
        """Some sentences with their answers, as they stand in the files."""
        return list(islice(self.with_sentences(), count))

    def least_certain(self, count: int) -> list[tuple[Sentence, Answer]]:
        """Those whose best label sequence has the lowest probability, the lowest first."""
        certainties = (a.log_probs[0].item() for _, a in self.with_sentences() if len(a.log_probs))
        order = np.argsort(np.fromiter(certainties, np.float32), kind="stable")[:count]
        ranks = {int(place): rank for rank, place in enumerate(order)}
        told = ((s, a) for s, a in self.with_sentences() if len(a.log_probs))
        found = [(ranks[place], pair) for place, pair in enumerate(told) if place in ranks]
        return [pair for _, pair in sorted(found, key=lambda item: item[0])]

    def entries(self) -> Iterator[tuple[Layout, bytes]]:
        """The entry that counts of each sentence, and how it is written."""
        for place in range(len(self._keys)):
            layout, entry = self._at(place)
            found = self._find(fingerprint_of(entry))
            if found is not None and found[0] == place:
                yield layout, entry

    def _find(self, fingerprint: str) -> tuple[int, Layout, bytes] | None:
        """The entry that counts, and its place in all segments together."""
        key = np.uint64(key_of(fingerprint))
        index = int(np.searchsorted(self._keys, key))
        while index < len(self._keys) and self._keys[index] == key:
            place = int(self._places[index])
            layout, entry = self._at(place)
            if fingerprint_of(entry) == fingerprint:
                return place, layout, entry
            index += 1
        return None

    def _at(self, place: int) -> tuple[Layout, bytes]:
        number = int(np.searchsorted(self._starts, place, side="right")) - 1
        segment = self._segments[number]
        return segment.layout, segment.entry(place - int(self._starts[number]))
