"""What a decoder promises."""

from abc import ABC, abstractmethod

from torch import Tensor, nn

from mgkd.config import Registry
from mgkd.crf import LinearChain


class Decoder(nn.Module, ABC):
    """Vectors in, a distribution over label sequences out.

    Constructors take `input_size: Supplied[int]` and `labels: Supplied[Labels]`.
    """

    @abstractmethod
    def forward(self, hidden: Tensor, mask: Tensor) -> LinearChain:
        """hidden [B, T, input_size], mask [B, T] bool -> the chain over [B, T] labels."""


decoders: Registry[Decoder] = Registry("decoders", noun="decoder", base=Decoder)
