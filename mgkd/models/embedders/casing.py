"""How a token is written: capitals and digits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import torch
from pydantic import PositiveInt
from torch import Tensor, nn
from torch.nn.functional import one_hot

from mgkd.data import Sentence
from mgkd.models.batch import pad_ids
from mgkd.models.embedders.base import Embedder, embedders


class Casing(IntEnum):
    """The classes of tokens; 0 is padding."""

    LOWER = 1
    UPPER = 2
    TITLE = 3
    MIXED = 4
    DIGITS = 5
    MOSTLY_DIGITS = 6
    OTHER = 7

    @classmethod
    def of(cls, token: str) -> "Casing":
        digits = sum(character.isdecimal() for character in token)
        if 2 * digits > len(token):
            return cls.DIGITS if digits == len(token) else cls.MOSTLY_DIGITS
        cased = "".join(c for c in token if c.isupper() or c.islower() or c.istitle())
        if not cased:
            return cls.OTHER
        if cased.islower():
            return cls.LOWER
        if cased.isupper():
            return cls.UPPER
        is_title = not cased[0].islower() and (len(cased) == 1 or cased[1:].islower())
        return cls.TITLE if is_title else cls.MIXED


@dataclass(frozen=True)
class CasingInputs:
    """classes: [B, T] `Casing`, 0 on padding."""

    classes: Tensor

    def to(self, device: torch.device) -> "CasingInputs":
        return CasingInputs(self.classes.to(device))


@embedders.register("casing")
class CasingEmbedder(Embedder):
    """The class of each token by its capitals and digits; for use beside other embedders.

    All letters small; all capitals; the first capital and all others small; mixed; all digits; more
    than half digits; none of these, as in punctuation and scripts without case. What is neither
    letter nor digit does not count: "O.K." is all capitals.

    Source: after the capitalization feature of Chiu & Nichols 2016.

    Args:
        size: width of a class's trained vector; null for one number a class, which is 0 or 1.
    """

    def __init__(self, size: PositiveInt | None = 8) -> None:
        super().__init__()
        self.size = size
        self.output_size = size or len(Casing)

    def prepare(self, sentences: Iterable[Sentence]) -> None:
        self._create()

    def save_assets(self, directory: Path) -> None:
        """There is nothing to save besides the weights."""

    def load_assets(self, directory: Path) -> None:
        self._create()

    def _create(self) -> None:
        classes = len(Casing) + 1
        self.vectors = nn.Embedding(classes, self.size, padding_idx=0) if self.size else None

    def encode(self, tokens: Sequence[str]) -> bytes:
        return bytes(Casing.of(token) for token in tokens)

    def collate(self, encodings: Sequence[bytes]) -> CasingInputs:
        return CasingInputs(pad_ids(encodings))

    def forward(self, inputs: CasingInputs) -> Tensor:
        if self.vectors is not None:
            return self.vectors(inputs.classes)
        return one_hot(inputs.classes, len(Casing) + 1)[..., 1:].float()

    def describe(self) -> str:
        return "casing"
