"""What a decoder promises."""

from abc import ABC, abstractmethod
from typing import ClassVar

from torch import Tensor, nn

from mgkd.config import Registry
from mgkd.crf import LinearChain
from mgkd.data import SCHEME_NAMES, SchemeName


class Decoder(nn.Module, ABC):
    """Vectors in, a distribution over label sequences out.

    Constructors take `input_size: Supplied[int]` and `labels: Supplied[Labels]`.

    Attributes:
        schemes: the tag schemes whose label sets it can decode; all, unless a decoder says less.
    """

    schemes: ClassVar[tuple[SchemeName, ...]] = SCHEME_NAMES

    @abstractmethod
    def forward(self, hidden: Tensor, mask: Tensor) -> LinearChain:
        """hidden [B, T, input_size], mask [B, T] bool -> the chain over [B, T] labels."""


decoders: Registry[Decoder] = Registry("decoders", noun="decoder", base=Decoder, default="crf")
