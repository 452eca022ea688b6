"""A bidirectional gated recurrent unit."""

from pydantic import PositiveInt
from torch import Tensor, nn

from mgkd.config import Supplied
from mgkd.config.leaves import Fraction
from mgkd.models.encoders.base import Encoder, encoders
from mgkd.models.encoders.recurrent import DropoutMask, bidirectional, dropout_by, states_of


@encoders.register("gru")
class GRU(Encoder):
    """Both directions of a (stacked) GRU, concatenated: three quarters of an LSTM's parameters.

    Source: Cho et al. 2014.

    Args:
        hidden_size: width of each direction; the output is twice as wide.
        layers: how many GRUs on top of each other.
        dropout: probability of dropping an element of the output, and between layers.
        dropout_mask: which elements drop together: each `element` by itself, or a dimension at
            all positions of a `sequence` (variational dropout, Gal and Ghahramani 2016).
    """

    def __init__(
        self,
        hidden_size: PositiveInt = 200,
        layers: PositiveInt = 1,
        dropout: Fraction = 0.5,
        dropout_mask: DropoutMask = "element",
        *,
        input_size: Supplied[int],
    ) -> None:
        super().__init__()
        self.output_size = 2 * hidden_size
        self.gru = bidirectional(nn.GRU, input_size, hidden_size, layers, dropout, dropout_mask)
        self.dropout = dropout_by(dropout_mask, dropout)

    def forward(self, embedded: Tensor, mask: Tensor) -> Tensor:
        return self.dropout(states_of(self.gru, embedded, mask))
