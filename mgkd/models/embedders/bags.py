"""Tokens as bags of what they consist of, n-grams or pieces."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import torch
from torch import Tensor


@dataclass(frozen=True)
class BagEncoding:
    """parts: ids of all parts of a sentence's tokens; counts: how many each token has."""

    parts: array
    counts: array

    @classmethod
    def of(cls, bags: Iterable[Sequence[int]]) -> "BagEncoding":
        """The encoding of a sentence, from the ids of each token's parts."""
        parts, counts = array("i"), array("i")
        for bag in bags:
            parts.extend(bag)
            counts.append(len(bag))
        return cls(parts, counts)


@dataclass(frozen=True)
class BagInputs:
    """The parts of a batch, as `torch.nn.EmbeddingBag` takes them.

    Attributes:
        parts: [N] of all tokens in the order of rows.
        starts: [B * T] where those of each token begin; padding has none.
        rows: B.
    """

    parts: Tensor
    starts: Tensor
    rows: int

    def to(self, device: torch.device) -> "BagInputs":
        return BagInputs(self.parts.to(device), self.starts.to(device), self.rows)


def collate_bags(encodings: Sequence[BagEncoding]) -> BagInputs:
    """Several sentences, padded to the longest by tokens without parts."""
    longest = max(len(encoding.counts) for encoding in encodings)
    counts: list[int] = []
    parts = array("i")
    for encoding in encodings:
        counts += [*encoding.counts, *[0] * (longest - len(encoding.counts))]
        parts.extend(encoding.parts)
    starts = list(accumulate(counts, initial=0))[:-1]
    numbers = torch.frombuffer(parts, dtype=torch.int32).long()
    return BagInputs(numbers, torch.tensor(starts), len(encodings))
