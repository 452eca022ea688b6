"""What an encoder promises."""

from abc import ABC, abstractmethod
from typing import ClassVar

from torch import Tensor, nn

from mgkd.config import Registry
from mgkd.models.states import Inside, Seen, States


class Encoder(nn.Module, ABC):
    """Vectors of single tokens in, vectors that know their context out.

    Constructors take `input_size: Supplied[int]`, the width of what comes in.

    Attributes:
        output_size: the width of what goes out.
        attends: whether there are attention layers in it, of which `look` tells.
    """

    output_size: int
    attends: ClassVar[bool] = False

    @abstractmethod
    def forward(self, embedded: Tensor, mask: Tensor) -> Tensor:
        """embedded [B, T, input_size], mask [B, T] bool -> [B, T, output_size].

        What stands on padding, in or out, must not change what real tokens get.
        """

    def look(self, embedded: Tensor, mask: Tensor, inside: Inside) -> Seen:
        """What `forward` gives and, on the way to it, the states that are wanted.

        An encoder has one layer, which is its output, unless it says otherwise.
        """
        output = self(embedded, mask)
        return Seen(output, States((output,)))


encoders: Registry[Encoder] = Registry("encoders", noun="encoder", base=Encoder)
