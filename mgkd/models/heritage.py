"""What a student may inherit."""

from collections.abc import Sequence
from typing import Protocol

from torch import Tensor, nn

from mgkd.data import Labels


class TokenVectors(Protocol):
    """An embedder, as far as its vectors of single tokens can be asked for."""

    def token_vectors(self, tokens: Sequence[str]) -> Tensor | None: ...

    def describe(self) -> str: ...


class Heritage(Protocol):
    """A teacher's tagger, as its student sees it."""

    labels: Labels
    embedder: TokenVectors
    decoder: nn.Module
