"""The encoder my_encoder. Change it to yours; test_my_encoder.py tells whether it works."""

from pydantic import NonNegativeInt, PositiveInt
from torch import Tensor, nn
from torch.nn.functional import glu

from mgkd.config import Supplied
from mgkd.models import Encoder, encoders


@encoders.register("my_encoder")
class MyEncoder(Encoder):
    """A convolution over a window around each token, with gates.

    h_t = a_t * sigmoid(b_t), with a_t and b_t linear in x_{t-reach}, ..., x_{t+reach}

    Source: gated linear units, Dauphin et al. 2017.

    Args:
        hidden_size: width of the output.
        reach: tokens of the window on either side.
    """

    def __init__(
        self,
        hidden_size: PositiveInt = 100,
        reach: NonNegativeInt = 2,
        *,
        input_size: Supplied[int],
    ) -> None:
        super().__init__()
        self.output_size = hidden_size
        self.window = nn.Conv1d(input_size, 2 * hidden_size, 2 * reach + 1, padding=reach)

    def forward(self, embedded: Tensor, mask: Tensor) -> Tensor:
        # Zeros on padding: a sentence ends the same way in every batch.
        real = embedded.masked_fill(~mask.unsqueeze(2), 0.0)
        return glu(self.window(real.transpose(1, 2)), dim=1).transpose(1, 2)
