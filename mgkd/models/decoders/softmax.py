"""Independent labels."""

from torch import Tensor, nn

from mgkd.config import Supplied
from mgkd.crf import LinearChain
from mgkd.data import Labels
from mgkd.models.decoders.base import Decoder, decoders


@decoders.register("softmax")
class Softmax(Decoder):
    """A softmax over the labels of each token by itself: a chain without transition scores.

    Its best sequence may be illegal in the tag scheme; illegal pieces are no entities.
    """

    def __init__(self, *, input_size: Supplied[int], labels: Supplied[Labels]) -> None:
        super().__init__()
        self.emissions = nn.Linear(input_size, len(labels))

    def forward(self, hidden: Tensor, mask: Tensor) -> LinearChain:
        return LinearChain(self.emissions(hidden), mask=mask)
