"""Iterated dilated convolutions."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, PositiveInt
from torch import Tensor, nn

from mgkd.config import Arguments, Problem, Supplied, obey
from mgkd.config.leaves import Fraction
from mgkd.models.encoders.base import Encoder, encoders


def the_width_has_a_middle(config: Arguments) -> Iterator[Problem]:
    if config["width"] % 2 == 0:
        yield config.problem("width", f"{config['width']} must be odd: as much left as right")


@encoders.register("idcnn")
class IDCNN(Encoder):
    """A block of dilated convolutions, applied several times with the same weights.

    A convolution reaches (width - 1) / 2 * dilation tokens to either side, so a token sees
    (width - 1) / 2 * (1 + iterations * sum(dilations)) of them: far, in a few steps that are taken
    for all tokens at once. Each is followed by a ReLU; those of the block begin as the identity.

    Source: Strubell et al. 2017; of their training, the loss after every iteration is left out.

    Args:
        hidden_size: width of the states and of the output.
        width: tokens that a convolution takes together; odd.
        dilations: of the block's convolutions in turn; 1 takes neighbours, 2 every other token.
        iterations: how often the block is applied.
        dropout: probability of dropping an element of what an iteration gives.
    """

    rules = (the_width_has_a_middle,)

    def __init__(
        self,
        hidden_size: PositiveInt = 200,
        width: PositiveInt = 3,
        dilations: Annotated[tuple[PositiveInt, ...], Field(min_length=1)] = (1, 2, 4, 1),
        iterations: PositiveInt = 2,
        dropout: Fraction = 0.5,
        *,
        input_size: Supplied[int],
    ) -> None:
        super().__init__()
        obey(self.rules, width=width)
        self.output_size = hidden_size
        self.iterations = iterations
        self.first = _convolution(input_size, hidden_size, width)
        self.block = nn.ModuleList(
            _convolution(hidden_size, hidden_size, width, dilation) for dilation in dilations
        )
        for convolution in self.block:
            nn.init.dirac_(convolution.weight)
            nn.init.zeros_(convolution.bias)
        self.dropout = nn.Dropout(dropout)

    def forward(self, embedded: Tensor, mask: Tensor) -> Tensor:
        real = mask.unsqueeze(1)  # [B, 1, T]: convolutions want tokens last
        states = _step(self.first, embedded.transpose(1, 2), real)
        for _ in range(self.iterations):
            for convolution in self.block:
                states = _step(convolution, states, real)
            states = self.dropout(states)
        return states.transpose(1, 2)


def _convolution(inputs: int, outputs: int, width: int, dilation: int = 1) -> nn.Conv1d:
    """One that keeps the length."""
    return nn.Conv1d(inputs, outputs, width, padding=dilation * (width // 2), dilation=dilation)


def _step(convolution: nn.Conv1d, states: Tensor, real: Tensor) -> Tensor:
    """Zeros on padding each time: a sentence ends the same way in every batch."""
    return convolution(states.masked_fill(~real, 0.0)).relu()
