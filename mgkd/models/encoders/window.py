"""A network over a window of tokens."""

from pydantic import NonNegativeInt, PositiveInt
from torch import Tensor, nn
from torch.nn.functional import pad

from mgkd.config import Supplied
from mgkd.config.leaves import Fraction
from mgkd.models.encoders.base import Encoder, encoders


@encoders.register("window")
class Window(Encoder):
    """The vectors of a token and of its neighbours, concatenated, through a feed-forward network.

    h_t = MLP([x_{t-reach}; ...; x_{t+reach}]), with zeros outside the sentence. Quick, and without
    any knowledge of what is beyond the window.

    Source: the window approach of Collobert et al. 2011.

    Args:
        hidden_size: width of every layer, and so of the output.
        reach: tokens of the window on either side.
        layers: how many layers, each a linear map and a ReLU.
        dropout: probability of dropping an element of the output.
    """

    def __init__(
        self,
        hidden_size: PositiveInt = 200,
        reach: NonNegativeInt = 2,
        layers: PositiveInt = 1,
        dropout: Fraction = 0.5,
        *,
        input_size: Supplied[int],
    ) -> None:
        super().__init__()
        self.output_size = hidden_size
        self.reach = reach
        sizes = [(2 * reach + 1) * input_size, *[hidden_size] * (layers - 1)]
        self.layers = nn.ModuleList(nn.Linear(size, hidden_size) for size in sizes)
        self.dropout = nn.Dropout(dropout)

    def forward(self, embedded: Tensor, mask: Tensor) -> Tensor:
        # Zeros on padding too: a sentence ends the same way in every batch.
        real = embedded.masked_fill(~mask.unsqueeze(2), 0.0)
        around = pad(real, (0, 0, self.reach, self.reach))
        windows = around.unfold(1, 2 * self.reach + 1, 1)  # [B, T, D, 2 * reach + 1]
        states = windows.transpose(2, 3).flatten(2)
        for layer in self.layers:
            states = layer(states).relu()
        return self.dropout(states)
