"""A small transformer, trained from scratch."""

import math
from collections.abc import Iterator

import torch
from pydantic import PositiveInt
from torch import Tensor, nn

from mgkd.config import Arguments, Problem, Supplied, obey
from mgkd.config.leaves import Fraction
from mgkd.models.encoders.base import Encoder, encoders


def heads_share_the_states(config: Arguments) -> Iterator[Problem]:
    size, heads = config["hidden_size"], config["heads"]
    if size % heads or size % 2:
        yield config.problem("hidden_size", f"{size} must be even and a multiple of heads, {heads}")


@encoders.register("transformer")
class TransformerEncoder(Encoder):
    """Pre-norm self-attention layers over sinusoidal positions (Vaswani et al. 2017).

    Args:
        hidden_size: width of the states; a multiple of `heads`.
        layers: how many blocks.
        heads: attention heads of a block.
        feedforward_size: width inside a block's feed-forward part.
        dropout: probability of dropping an element, inside the blocks and at the output.
    """

    rules = (heads_share_the_states,)

    def __init__(
        self,
        hidden_size: PositiveInt = 128,
        layers: PositiveInt = 2,
        heads: PositiveInt = 4,
        feedforward_size: PositiveInt = 512,
        dropout: Fraction = 0.1,
        *,
        input_size: Supplied[int],
    ) -> None:
        super().__init__()
        obey(self.rules, hidden_size=hidden_size, heads=heads)
        self.output_size = hidden_size
        self.project = nn.Linear(input_size, hidden_size)
        layer = nn.TransformerEncoderLayer(
            hidden_size,
            heads,
            dim_feedforward=feedforward_size,
            dropout=dropout,
            batch_first=True,
            norm_first=True,
        )
        self.blocks = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(hidden_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, embedded: Tensor, mask: Tensor) -> Tensor:
        states = self.project(embedded)
        states = self.dropout(states + sinusoids(states.shape[1], states))
        states = self.blocks(states, src_key_padding_mask=~mask)
        return self.dropout(self.norm(states))


def sinusoids(length: int, like: Tensor) -> Tensor:
    """[length, like.shape[-1]]: sines and cosines of geometrically spaced wavelengths.

    Computed for the length at hand, so no length is too long. Source: Vaswani et al. 2017,
    section 3.5.
    """
    width = like.shape[-1]
    positions = torch.arange(length, device=like.device, dtype=torch.float32).unsqueeze(1)
    steps = torch.arange(0, width, 2, device=like.device, dtype=torch.float32)
    angles = positions * torch.exp(steps * (-math.log(10000.0) / width))
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1).to(like.dtype)
