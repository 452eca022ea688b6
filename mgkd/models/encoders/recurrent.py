"""What recurrent encoders share: ragged batches, layers, and how dropout is drawn."""

from typing import Any, Literal

from torch import Tensor, nn
from torch.nn.functional import dropout
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

DropoutMask = Literal["element", "sequence"]


class SequenceDropout(nn.Module):
    """Dropout that drops the same dimensions at all positions of a sentence.

    Source: Gal and Ghahramani 2016, for what comes in and goes out of a recurrent layer; not
    between its own states.

    Args:
        rate: probability of dropping a dimension.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, states: Tensor) -> Tensor:
        """[B, T, D] -> [B, T, D]"""
        kept = states.new_ones(states.shape[0], 1, states.shape[2])
        return states * dropout(kept, self.rate, self.training)


def dropout_by(mask: DropoutMask, rate: float) -> nn.Module:
    """Dropout of [B, T, D]: of every element by itself, or of the same dimensions all along."""
    return SequenceDropout(rate) if mask == "sequence" else nn.Dropout(rate)


def bidirectional(
    kind: type[nn.RNNBase],
    input_size: int,
    hidden_size: int,
    layers: int,
    rate: float,
    mask: DropoutMask,
) -> nn.Module:
    """Recurrent layers on top of each other, with dropout between them, for `states_of`."""
    if mask == "sequence" and layers > 1:
        return _Stack(kind, input_size, hidden_size, layers, rate)
    return kind(
        input_size,
        hidden_size,
        num_layers=layers,
        dropout=rate if layers > 1 else 0.0,
        batch_first=True,
        bidirectional=True,
    )


def states_of(layers: nn.Module, embedded: Tensor, mask: Tensor) -> Tensor:
    """The states of what `bidirectional` gave: embedded [B, T, D], mask [B, T] -> [B, T, 2H]."""
    packed = pack_padded_sequence(
        embedded, mask.sum(dim=1).cpu(), batch_first=True, enforce_sorted=False
    )
    states, _ = pad_packed_sequence(layers(packed)[0], batch_first=True, total_length=mask.shape[1])
    return states


class _Stack(nn.Module):
    """One layer after another: torch's own layers have only dropout of elements between them."""

    def __init__(
        self, kind: type[nn.RNNBase], input_size: int, hidden_size: int, layers: int, rate: float
    ) -> None:
        super().__init__()
        sizes = [input_size, *[2 * hidden_size] * (layers - 1)]
        self.layers = nn.ModuleList(
            kind(size, hidden_size, batch_first=True, bidirectional=True) for size in sizes
        )
        self.dropout = SequenceDropout(rate)

    def forward(self, packed: PackedSequence) -> tuple[PackedSequence, Any]:
        first, *others = self.layers
        packed, final = first(packed)
        for layer in others:
            states, lengths = pad_packed_sequence(packed, batch_first=True)
            packed, final = layer(
                pack_padded_sequence(
                    self.dropout(states), lengths, batch_first=True, enforce_sorted=False
                )
            )
        return packed, final
