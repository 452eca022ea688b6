"""What an encoder promises."""

from abc import ABC, abstractmethod

from torch import Tensor, nn

from mgkd.config import Registry


class Encoder(nn.Module, ABC):
    """Vectors of single tokens in, vectors that know their context out.

    Constructors take `input_size: Supplied[int]`, the width of what comes in.

    Attributes:
        output_size: the width of what goes out.
    """

    output_size: int

    @abstractmethod
    def forward(self, embedded: Tensor, mask: Tensor) -> Tensor:
        """embedded [B, T, input_size], mask [B, T] bool -> [B, T, output_size].

        What stands on padding, in or out, must not change what real tokens get.
        """


encoders: Registry[Encoder] = Registry("encoders", noun="encoder", base=Encoder)
