"""A bidirectional LSTM."""

from pydantic import PositiveInt
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from mgkd.config import Supplied
from mgkd.config.leaves import Fraction
from mgkd.models.encoders.base import Encoder, encoders


@encoders.register("bilstm")
class BiLSTM(Encoder):
    """Both directions of a (stacked) LSTM, concatenated.

    Args:
        hidden_size: width of each direction; the output is twice as wide.
        layers: how many LSTMs on top of each other.
        dropout: probability of dropping an element of the output, and between layers.
    """

    def __init__(
        self,
        hidden_size: PositiveInt = 200,
        layers: PositiveInt = 1,
        dropout: Fraction = 0.5,
        *,
        input_size: Supplied[int],
    ) -> None:
        super().__init__()
        self.output_size = 2 * hidden_size
        self.lstm = nn.LSTM(
            input_size,
            hidden_size,
            num_layers=layers,
            dropout=dropout if layers > 1 else 0.0,
            batch_first=True,
            bidirectional=True,
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, embedded: Tensor, mask: Tensor) -> Tensor:
        packed = pack_padded_sequence(
            embedded, mask.sum(dim=1).cpu(), batch_first=True, enforce_sorted=False
        )
        states, _ = pad_packed_sequence(
            self.lstm(packed)[0], batch_first=True, total_length=mask.shape[1]
        )
        return self.dropout(states)
