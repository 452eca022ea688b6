"""A batch of sentences as tensors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

import torch
from torch import Tensor

from mgkd.data import Labels, Sentence


class Inputs(Protocol):
    """What an embedder's `collate` returns: tensors that only that embedder reads."""

    def to(self, device: torch.device) -> Self: ...


@dataclass(frozen=True)
class EncodedSentence:
    """A sentence with what is computed from it once: its encoding and its label ids.

    `encoding` belongs to the embedder that made it; `labels` is None for unlabelled text.
    """

    sentence: Sentence
    encoding: Any
    labels: list[int] | None

    def __len__(self) -> int:
        return len(self.sentence)


@dataclass(frozen=True)
class Batch:
    """Sentences padded to a common length T.

    Attributes:
        sentences: the B sentences, in the order of the rows.
        inputs: what the embedder reads.
        mask: [B, T] bool, true on real tokens.
        labels: [B, T] gold label ids; 0 on padding and on unlabelled rows.
        labelled: [B] bool, true where `labels` holds gold labels.
    """

    sentences: tuple[Sentence, ...]
    inputs: Inputs
    mask: Tensor
    labels: Tensor
    labelled: Tensor

    def to(self, device: torch.device) -> "Batch":
        return replace(
            self,
            inputs=self.inputs.to(device),
            mask=self.mask.to(device),
            labels=self.labels.to(device),
            labelled=self.labelled.to(device),
        )

    def __len__(self) -> int:
        return len(self.sentences)

    @property
    def has_gold(self) -> bool:
        """Whether any sentence is labelled; known without asking the device."""
        return any(sentence.spans is not None for sentence in self.sentences)

    @property
    def has_unlabelled(self) -> bool:
        """Whether any sentence is not labelled; known without asking the device."""
        return any(sentence.spans is None for sentence in self.sentences)


def prefix_mask(lengths: Sequence[int]) -> Tensor:
    """[B, T] bool: true at the first `lengths[b]` positions of row b; T is the longest."""
    ends = torch.as_tensor(lengths)
    return torch.arange(int(ends.max())) < ends.unsqueeze(1)


def pad_ids(rows: Sequence[Sequence[int]], padding: int = 0) -> Tensor:
    """[B, T] long: the rows, each filled up with `padding` to the longest."""
    longest = max(len(row) for row in rows)
    return torch.tensor([[*row, *[padding] * (longest - len(row))] for row in rows])


def label_ids(sentence: Sentence, labels: Labels) -> list[int] | None:
    """Gold label ids of a sentence, or None when nobody has labelled it."""
    return None if sentence.spans is None else labels.encode(sentence)
