"""Independent labels."""

from typing import Literal

from torch import Tensor, nn

from mgkd.config import Supplied
from mgkd.crf import LinearChain
from mgkd.data import Labels
from mgkd.models.decoders.base import Decoder, decoders
from mgkd.models.legality import Illegality


@decoders.register("softmax")
class Softmax(Decoder):
    """A softmax over the labels of each token by itself: a chain without transition scores.

    It is trained as that, so the log-probability of a label sequence is the sum over its tokens,
    the usual cross-entropy.

    Args:
        decoding: what its chain is in evaluation mode: `independent` labels still, whose best
            sequence may be illegal in the tag scheme (illegal pieces are no entities); or their
            distribution over the `legal` sequences alone, as after a CRF.
    """

    def __init__(
        self,
        decoding: Literal["independent", "legal"] = "independent",
        *,
        input_size: Supplied[int],
        labels: Supplied[Labels],
    ) -> None:
        super().__init__()
        self.emissions = nn.Linear(input_size, len(labels))
        self.illegal = Illegality(labels) if decoding == "legal" else None

    def forward(self, hidden: Tensor, mask: Tensor) -> LinearChain:
        chain = LinearChain(self.emissions(hidden), mask=mask)
        return chain if self.training or self.illegal is None else self.illegal(chain)
