"""What a decoder promises."""

from abc import ABC, abstractmethod
from typing import ClassVar

from torch import Tensor, nn

from mgkd.config import Registry
from mgkd.crf import LinearChain
from mgkd.data import SCHEME_NAMES, SchemeName
from mgkd.models.heritage import Heritage


class Decoder(nn.Module, ABC):
    """Vectors in, a distribution over label sequences out.

    Constructors take `input_size: Supplied[int]` and `labels: Supplied[Labels]`.

    Attributes:
        schemes: the tag schemes whose label sets it can decode; all, unless a decoder says less.
        inherits: whether it cannot be trained without a teacher to inherit from.
    """

    schemes: ClassVar[tuple[SchemeName, ...]] = SCHEME_NAMES
    inherits: ClassVar[bool] = False

    @abstractmethod
    def forward(self, hidden: Tensor, mask: Tensor) -> LinearChain:
        """hidden [B, T, input_size], mask [B, T] bool -> the chain over [B, T] labels."""

    def inherit(self, teacher: Heritage) -> None:
        """Take over what it can from the teacher's tagger, once it is built; nothing unless a
        decoder says otherwise.

        It may change values, never shapes: a plan is made without a teacher.

        Raises:
            UserError: when the teacher has not what it asks for.
        """


decoders: Registry[Decoder] = Registry("decoders", noun="decoder", base=Decoder, default="crf")
