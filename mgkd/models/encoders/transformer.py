"""A small transformer, trained from scratch."""

import math
from collections.abc import Iterator

import torch
from pydantic import PositiveInt
from torch import Tensor, nn
from torch.nn.functional import linear

from mgkd.config import Arguments, Problem, Supplied, obey
from mgkd.config.leaves import Fraction
from mgkd.models.encoders.base import Encoder, encoders
from mgkd.models.states import Attention, Inside, Seen, States


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
    attends = True

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
        states = self.blocks(self._positioned(embedded), src_key_padding_mask=~mask)
        return self.dropout(self.norm(states))

    def look(self, embedded: Tensor, mask: Tensor, inside: Inside) -> Seen:
        """A layer a block; the last is the output, behind the final norm."""
        states = self._positioned(embedded)
        hidden, attention = [], []
        for block in self.blocks.layers:
            if inside.attention:
                attention.append(_attention(block, states))
            states = block(states, src_key_padding_mask=~mask)
            hidden.append(states)
        output = self.dropout(self.norm(states))
        return Seen(output, States((*hidden[:-1], output), tuple(attention)))

    def _positioned(self, embedded: Tensor) -> Tensor:
        states = self.project(embedded)
        return self.dropout(states + sinusoids(states.shape[1], states))


def _attention(block: nn.TransformerEncoderLayer, states: Tensor) -> Attention:
    """What the block's attention compares when it reads these states, behind its first norm."""
    attention = block.self_attn
    joined = linear(block.norm1(states), attention.in_proj_weight, attention.in_proj_bias)
    return Attention.of_heads(attention.num_heads, *joined.chunk(3, dim=-1))


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
