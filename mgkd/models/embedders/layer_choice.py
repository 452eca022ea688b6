"""Which layers of a transformer give the states, and how several become one."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import torch
from pydantic import PositiveInt
from torch import Tensor, nn

from mgkd.config import Registry, Supplied


class Layers(nn.Module, ABC):
    """The states of all layers in, one state out.

    Layer 0 are the embeddings that the first block reads, layer 1 is the first block.
    Constructors take `depth: Supplied[int]`, the number of blocks.

    Attributes:
        highest: the highest layer that is read; what lies above it gets no gradient.
    """

    highest: int

    @abstractmethod
    def forward(self, states: Sequence[Tensor]) -> Tensor:
        """depth + 1 tensors [W, P, H], layer 0 first -> [W, P, H].

        The last is the output of the whole transformer, behind its final norm where it has one
        (as ModernBERT does); the others are as the blocks leave them.
        """


layers: Registry[Layers] = Registry("layers", noun="choice of layers", base=Layers)


@layers.register("single")
class SingleLayer(Layers):
    """The states of one layer.

    What lies above it is computed in vain; `keep_layers` of the embedder leaves it out.

    Args:
        number: 0 for the embeddings, 1 for the first layer; -1 for the last, that is the output
            of the whole transformer, -2 for the one before.
    """

    def __init__(self, number: int, *, depth: Supplied[int]) -> None:
        super().__init__()
        if not -depth - 1 <= number <= depth:
            raise ValueError(f"there are layers 0 to {depth}, no layer {number}")
        self.highest = number % (depth + 1)

    def forward(self, states: Sequence[Tensor]) -> Tensor:
        return states[self.highest]


@layers.register("mean")
class MeanOfLayers(Layers):
    """The mean over the last layers.

    Args:
        count: how many.
    """

    def __init__(self, count: PositiveInt = 4, *, depth: Supplied[int]) -> None:
        super().__init__()
        if count > depth:
            raise ValueError(f"there are {depth} layers, not {count}")
        self.count = count
        self.highest = depth

    def forward(self, states: Sequence[Tensor]) -> Tensor:
        return torch.stack(list(states[-self.count :])).mean(dim=0)


@layers.register("mix")
class ScalarMix(Layers):
    """A weighted mean over all layers, the embeddings among them, whose weights are learned.

    h = gamma * sum_j softmax(w)_j h_j, where training begins with w = 0 and gamma = 1

    Source: Peters et al. 2018 (ELMo), equation 1.
    """

    def __init__(self, *, depth: Supplied[int]) -> None:
        super().__init__()
        self.highest = depth
        self.weights = nn.Parameter(torch.zeros(depth + 1))
        self.gamma = nn.Parameter(torch.ones(()))

    def forward(self, states: Sequence[Tensor]) -> Tensor:
        shares = self.weights.softmax(dim=0).view(-1, 1, 1, 1)
        return self.gamma * (shares * torch.stack(list(states))).sum(dim=0)
